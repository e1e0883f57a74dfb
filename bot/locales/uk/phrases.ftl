phrase-which = Що саме з цього?
phrase-when = Коли саме?
