"""What each format calls our types of publication. Ours are finer, so our own word is written beside theirs."""

from knowledge.models.choices import ResourceType as Type

# Ours: (BibTeX, RIS, CSL).
WRITTEN: dict[str, tuple[str, str, str]] = {
    Type.ARTICLE: ("article", "JOUR", "article-journal"),
    Type.AUDIT_REPORT: ("techreport", "RPRT", "report"),
    Type.BOOK: ("book", "BOOK", "book"),
    Type.CHAPTER: ("incollection", "CHAP", "chapter"),
    Type.COMPLETION_REPORT: ("techreport", "RPRT", "report"),
    Type.DATASET: ("misc", "DATA", "dataset"),
    Type.EVALUATION: ("techreport", "RPRT", "report"),
    Type.GUIDE: ("manual", "RPRT", "report"),
    Type.LEARNING_NOTE: ("techreport", "RPRT", "report"),
    Type.MANUAL: ("manual", "RPRT", "report"),
    Type.PAPER: ("unpublished", "UNPB", "manuscript"),
    Type.REPORT: ("techreport", "RPRT", "report"),
    Type.REVIEW: ("techreport", "RPRT", "report"),
    Type.VIDEO: ("misc", "VIDEO", "motion_picture"),
    Type.WEB_PAGE: ("online", "ELEC", "webpage"),
    Type.OTHER: ("misc", "GEN", "document"),
}
_BIBTEX = {
    "article": Type.ARTICLE,
    "book": Type.BOOK,
    "booklet": Type.BOOK,
    "collection": Type.BOOK,
    "incollection": Type.CHAPTER,
    "inbook": Type.CHAPTER,
    "inproceedings": Type.CHAPTER,
    "conference": Type.CHAPTER,
    "techreport": Type.REPORT,
    "report": Type.REPORT,
    "manual": Type.MANUAL,
    "unpublished": Type.PAPER,
    "online": Type.WEB_PAGE,
    "electronic": Type.WEB_PAGE,
    "www": Type.WEB_PAGE,
    "dataset": Type.DATASET,
    "video": Type.VIDEO,
}
_RIS = {
    "JOUR": Type.ARTICLE,
    "MGZN": Type.ARTICLE,
    "NEWS": Type.ARTICLE,
    "EJOUR": Type.ARTICLE,
    "JFULL": Type.ARTICLE,
    "BOOK": Type.BOOK,
    "EBOOK": Type.BOOK,
    "CHAP": Type.CHAPTER,
    "ECHAP": Type.CHAPTER,
    "CPAPER": Type.CHAPTER,
    "RPRT": Type.REPORT,
    "GOVDOC": Type.REPORT,
    "UNPB": Type.PAPER,
    "WP": Type.PAPER,
    "ELEC": Type.WEB_PAGE,
    "BLOG": Type.WEB_PAGE,
    "DATA": Type.DATASET,
    "VIDEO": Type.VIDEO,
    "MPCT": Type.VIDEO,
    "MULTI": Type.VIDEO,
}
_CSL = {
    "article-journal": Type.ARTICLE,
    "article-magazine": Type.ARTICLE,
    "article-newspaper": Type.ARTICLE,
    "article": Type.PAPER,
    "book": Type.BOOK,
    "chapter": Type.CHAPTER,
    "paper-conference": Type.CHAPTER,
    "report": Type.REPORT,
    "manuscript": Type.PAPER,
    "webpage": Type.WEB_PAGE,
    "post-weblog": Type.WEB_PAGE,
    "dataset": Type.DATASET,
    "motion_picture": Type.VIDEO,
    "broadcast": Type.VIDEO,
    "review": Type.REVIEW,
}


def from_bibtex(word: str) -> str:
    return _BIBTEX.get(word.lower(), Type.OTHER)


def from_ris(word: str) -> str:
    return _RIS.get(word.upper(), Type.OTHER)


def from_csl(word: str) -> str:
    return _CSL.get(word.lower(), Type.OTHER)
