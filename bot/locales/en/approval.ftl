card-request = 🔔 <b>Request for approval</b>
card-body =
    👤 <a href="tg://user?id={ $who_id }">{ $who }</a>
    { $icon } { $name }
    📅 { $period } ({ $place })
card-purpose = 💬 { $purpose }
card-deadline = ⏳ decide by { $deadline } ({ $place })
button-approve = ✅ Approve
button-reject = ❌ Reject
card-approved = ✅ <b>Approved</b> by { $by }
card-rejected = ❌ <b>Rejected</b> by { $by }
card-reason = ✍️ { $reason }
card-expired = ⌛ <b>Expired</b>: nobody decided in time
card-cancelled = 🚫 <b>Cancelled</b> by the booker
toast-approved = Approved.
toast-rejected = Rejected.
reject-question =
    { $who }, why is “{ $name }, { $period }” rejected?
    Reply to this message with a reason, or tap a button.
button-reject-silently = Reject without a reason
button-reject-not = ‹ Don't reject
