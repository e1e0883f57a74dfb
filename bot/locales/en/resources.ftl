resources-button = 🚪 Resources
resources-text =
    <b>Resources</b>, as people see them listed
    Tap one to change it.
resources-none = <b>There are none of this kind yet.</b>
resources-add = ➕ Add one
resources-out = ⚪ { $label }
resources-new-kind = <b>What is it?</b>
resources-new-name =
    { $kind ->
        [room] 🚪 <b>A new room.</b>
       *[equipment] 🧰 <b>New equipment.</b>
    }
    Send its name. It gets the rules of the site, and nobody can book it until you put it into service.
kind-one =
    { $kind ->
        [room] 🚪 A room
       *[equipment] 🧰 Equipment
    }
resource-in-service = 🟢 In service
resource-out-of-service = ⚪ Out of service: nobody can book it
resource-hours = 🕒 <b>Open</b> ({ $place })
resource-rules = 📏 <b>Rules</b>
resource-features = 🏷 { $features }
resource-bookers = 👥 only for: { $tags }
resource-put-in = 🟢 Put into service
resource-take-out = ⚪ Take out of service
resource-edit = ✏️ Details
resource-week = 🕒 Hours
resource-rules-button = 📏 Rules
resource-duplicate = 📑 Duplicate
resource-duplicated = A copy of it, out of service for now.
resource-up = ▲ Up
resource-down = ▼ Down
resource-shifted = Number { $place } of { $count } in the list.
resource-photo = 📷 Photo
fields-text = <b>What shall be different?</b>
field-name =
    { $field ->
        [name] Name
        [description] Description
        [location] Place
        [capacity] Seats
        [quantity] Quantity
        [timezone] Time zone
        [features] Features
        [bookers] Who may book
        [shows_names] Shows names
       *[photo_id] Photo
    }
field-text =
    ✏️ { $name } · <b>{ $field ->
        [name] Name
        [description] Description
        [location] Place
        [capacity] Seats
        [quantity] Quantity
        [timezone] Time zone
        [features] Features
        [bookers] Who may book
        [shows_names] Shows names
       *[photo_id] Photo
    }</b>
field-now = Now: { $value }
field-hint =
    { $field ->
        [name] Send another name, up to 64 characters.
        [description] Send what people should know about it, up to 500 characters.
        [location] Send where it is: “2nd floor”.
        [capacity] How many people fit? Tap, or send a number.
        [quantity] How many of them are there? Tap, or send a number.
        [timezone] Send a city, or the name of a zone: “Kyiv”, “Europe/Kyiv”. Its days and hours are counted in it.
        [features] What does it have? People search by these words. Tap to switch one, or send more: “projector, whiteboard”.
        [bookers] Only people with one of these tags may book it. Tap to switch one, or send more: “staff, lab-2”.
        [shows_names] Whether the plan tells everybody who has booked it.
       *[photo_id] Send a picture. People see it by a button.
    }
field-empty =
    { $field ->
        [bookers] everybody
       *[other] –
    }
field-none =
    { $field ->
        [bookers] 👥 Everybody
        [photo_id] 🗑 Remove
        [capacity] Unsaid
       *[other] 🗑 Empty it
    }
field-word-on = ✓ { $word }
field-photo-there = there is one
resource-group = ✅ Approvers
