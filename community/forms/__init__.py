"""What people type about themselves, institutions, who belongs to which, and what is wrong."""

from community.forms.api_tokens import TokenForm
from community.forms.institutions import InstitutionFilter, InstitutionForm
from community.forms.invitations import DeclineForm, InviteForm
from community.forms.memberships import JoinForm, LeavingForm
from community.forms.people import EraseForm, ProfileForm, SignupDetails
from community.forms.reports import AnswerForm, ReportForm

__all__ = [
    "AnswerForm",
    "DeclineForm",
    "EraseForm",
    "InstitutionFilter",
    "InstitutionForm",
    "InviteForm",
    "JoinForm",
    "LeavingForm",
    "ProfileForm",
    "ReportForm",
    "SignupDetails",
    "TokenForm",
]
