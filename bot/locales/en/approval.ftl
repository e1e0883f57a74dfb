card-request = 🔔 <b>Request for approval</b>
card-who = 👤 <a href="tg://user?id={ $who_id }">{ $who }</a> · № { $number }
card-body =
    { $held }
    📅 { $period } ({ $place })
card-purpose = 💬 { $purpose }
card-deadline = ⏳ decide by { $deadline } ({ $place })
button-approve = ✅ Approve
button-reject = ❌ Reject
card-approved = ✅ <b>Approved</b> by { $by }
card-unneeded = ✅ <b>Needs no approval any more</b>: it was changed
card-rejected = ❌ <b>Rejected</b> by { $by }
card-reason = ✍️ { $reason }
card-expired = ⌛ <b>Expired</b>: nobody decided in time
card-cancelled = 🚫 <b>Cancelled</b> by the booker
card-superseded = 🔁 <b>This request was changed.</b> The newer card below asks for the answer.
toast-approved = Approved.
toast-rejected = Rejected.
reject-question =
    { $who }, why is “{ $names }, { $period }” rejected?
    Reply to this message with a reason, or tap a button.
button-reject-silently = Reject without a reason
button-reject-not = ‹ Don't reject
toast-unrejected = The rejection is taken back, the request waits again.
