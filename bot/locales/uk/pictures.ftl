picture-free = вільно
picture-mine = ваше
picture-busy = зайнято
picture-pending = очікує схвалення
picture-turnaround = підготовка
picture-closed = зачинено
picture-closure = тимчасово зачинено
picture-page = сторінка { $page } з { $pages }
picture-nothing = Нема чого показати.

door-card-call = Скануйте, щоб забронювати
