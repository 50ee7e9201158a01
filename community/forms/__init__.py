"""What people type about themselves, institutions, who belongs to which, and what is wrong."""

from community.forms.institutions import InstitutionFilter, InstitutionForm
from community.forms.memberships import JoinForm, LeavingForm
from community.forms.people import EraseForm, ProfileForm, SignupDetails

__all__ = [
    "EraseForm",
    "InstitutionFilter",
    "InstitutionForm",
    "JoinForm",
    "LeavingForm",
    "ProfileForm",
    "SignupDetails",
]
