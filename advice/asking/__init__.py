"""The questionnaire: what is asked, the rules that answer, and cases of the register for and against."""
