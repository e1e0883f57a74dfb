picture-free = free
picture-mine = yours
picture-busy = booked
picture-pending = awaits approval
picture-turnaround = turnaround
picture-closed = closed
picture-closure = temporarily closed
picture-page = page { $page } of { $pages }
picture-nothing = There is nothing to show.

door-card-call = Scan to book
