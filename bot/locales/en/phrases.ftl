phrase-which = Which of these do you mean?
phrase-when = When exactly?
