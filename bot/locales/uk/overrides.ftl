override-aside = ⚖️ попри правила: { $rules }
override-rule =
    { $code ->
        [too-short] найменша тривалість
        [too-long] найбільша тривалість
        [off-grid] крок
        [too-soon] завчасність
        [too-far-ahead] горизонт
        [outside-hours] години роботи
        [in-closure] закриття
        [not-for-you] хто може бронювати
        [too-many-open] бронювання наперед
        [week-full] години на тиждень
        [person-quota] особиста квота
       *[needs-approval] схвалення
    }
override-why =
    { $code ->
        [too-short] закоротко
        [too-long] задовго
        [off-grid] поза кроком
        [too-soon] запізно
        [too-far-ahead] зарано
        [outside-hours] неробочий час
        [in-closure] зачинено
        [not-for-you] не для всіх
        [too-many-open] квота
        [week-full] тижнева квота
        [person-quota] квота
       *[needs-approval] без схвалення
    }
button-anyway =
    { $more ->
        [0] ⚠️ Усе одно ({ $why })
       *[other] ⚠️ Усе одно ({ $why } + { $more })
    }
button-unasked = ⚠️ Без схвалення
