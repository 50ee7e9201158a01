from matching.models.introductions import AskedByMail, BrokerTime, ExitAnswer, Introduction, RelayMessage
from matching.models.matches import Match
from matching.models.needs import Need
from matching.models.offers import Offer
from matching.models.profiles import PeerProfile, TellingWord
from matching.models.weights import MatchWeights

__all__ = [
    "AskedByMail",
    "BrokerTime",
    "ExitAnswer",
    "Introduction",
    "Match",
    "MatchWeights",
    "Need",
    "Offer",
    "PeerProfile",
    "RelayMessage",
    "TellingWord",
]
