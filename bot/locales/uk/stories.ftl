why-title = 📜 <b>Бронювання { $number }: що з ним було</b>
why-body =
    { $held }
    📅 { $period } ({ $place })
why-line = <b>{ $moment }</b> · { $who }: { $what }
why-step =
    { $action ->
        [booked] заброньовано
        [approved] схвалено
        [rejected] відхилено
        [cancelled] скасовано
        [expired] прострочено, ніхто не відповів вчасно
        [moved] перенесено
        [extended] подовжено
        [ended_early] завершено раніше
       *[restored] повернуто, як було
    }
why-holds = { $names }, { $period }
why-reason = ✍️ { $reason }
why-you = ви
why-earlier = … і ще { $count } раніше
why-which = Про яке бронювання? Його номер є на картці: /why 12
button-story = 📜 Що з ним було
