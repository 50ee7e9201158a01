"""Forms about people and institutions."""

from django import forms


class SignupDetails(forms.Form):
    def signup(self, request: object, user: object) -> None:
        pass
