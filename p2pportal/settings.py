"""One settings file for every place the portal runs; what differs comes from the environment.

Every name read here is explained in `.env.example`.
"""

import sys
from urllib.parse import unquote

from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from p2pportal.environment import BASE_DIR, broker_url, read_environment, required

env = read_environment()

# --- Where and how it runs ---------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO_MODE = env.bool("DEMO_MODE", default=False)
TESTING = "pytest" in sys.modules
SECRET_KEY = required(env, "SECRET_KEY", "$(openssl rand -base64 48)")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Signs the links in mail, which live longer than sessions do; see core/signed_links.py.
LINK_KEY = env.str("LINK_KEY", default="") or SECRET_KEY
LINK_KEY_FALLBACKS = env.list("LINK_KEY_FALLBACKS", default=[]) or SECRET_KEY_FALLBACKS
BASE_URL = env.str("BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SERVED_OVER_TLS = BASE_URL.startswith("https://")
TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

ROOT_URLCONF = "p2pportal.urls"
WSGI_APPLICATION = "p2pportal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Apps, lowest first; an app imports only from those above it in this list --------------------

INSTALLED_APPS = [
    "core",
    "mail",
    "community",
    "partnerships",
    "events",
    "knowledge",
    "results",
    "matching",
    "advice",
    "iati",
    "digests",
    "p2pportal",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "taggit",
]

MIDDLEWARE = [
    "core.middleware.RequestLimits",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "core.middleware.RememberedLocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.middleware.NoSharedCache",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "core.templatetags.components"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "p2pportal.context_processors.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does anyway; goes with the upgrade

# --- Postgres, and the broker that holds nothing which Postgres could not rebuild ----------------

try:
    DATABASES = {"default": env.db_url_config(required(env, "DATABASE_URL", "postgres://user:password@host/portal"))}
except (ValueError, KeyError) as error:
    raise ImproperlyConfigured(f"DATABASE_URL is not an address of a Postgres database: {error}") from error
if not DATABASES["default"].get("ENGINE", "").endswith("postgresql"):
    raise ImproperlyConfigured("DATABASE_URL must name a Postgres database: postgres://user:password@host/portal")
DATABASES["default"] |= {
    "HOST": unquote(DATABASES["default"].get("HOST", "")),  # a socket's folder is written as %2Ftmp%2F…
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": {
        "connect_timeout": 5,
        # Of the page cost: no disk here turns, and with Postgres' default a search that finds a tenth of all
        # records reads every record instead of the index of words.
        "options": f"-c statement_timeout={env.int('STATEMENT_TIMEOUT_MS', default=10_000)} -c lock_timeout=8000"
        " -c random_page_cost=1.1",
    },
    "TEST": {"NAME": env.str("TEST_DATABASE_NAME", default="test_portal")},
}

REDIS_URL = required(env, "REDIS_URL", "redis://127.0.0.1:6379/0")
# The cache holds the log-in limits too, so it lives in Postgres: they must not vanish with the broker.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A page that enqueues while the broker is down goes on at once: no retries here, the beat's round comes anyway.
CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": 0.5, "socket_timeout": 5, "max_retries": 0}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_ACKS_LATE = True
# A worker that is told to stop ends all it has taken: what it runs, then, and nothing in store (drill F2).
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_TASK_SOFT_TIME_LIMIT = 840
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    # Sweeps find nothing to do when they are late or many; a worker whose clock is ahead must not take them for old.
    "send-due-mail": {"task": "mail.tasks.send_due_mail", "schedule": 60.0, "options": {"expires": 600}},
    "make-digests": {"task": "digests.tasks.make_digests", "schedule": 600.0, "options": {"expires": 550}},
    "tell-of-searches": {"task": "digests.tasks.tell_at_once", "schedule": 600.0, "options": {"expires": 550}},
    "forget-api-requests": {
        "task": "core.tasks.forget_request_counts",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "expire-invitations": {
        "task": "community.tasks.expire_invitations",
        "schedule": 3600.0,
        "options": {"expires": 3000},
    },
    "roll-up-results": {"task": "results.tasks.roll_up", "schedule": 24 * 3600.0},
    "remind-follow-ups": {
        "task": "results.tasks.remind_follow_ups",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "ask-follow-ups": {"task": "results.tasks.ask_follow_ups", "schedule": 24 * 3600.0, "options": {"expires": 3600}},
    "remind-of-owed": {"task": "results.tasks.remind_of_owed", "schedule": 24 * 3600.0, "options": {"expires": 3600}},
    "fetch-followed-iati": {"task": "iati.tasks.fetch_followed", "schedule": 24 * 3600.0, "options": {"expires": 3600}},
    "sweep-iati-readings": {"task": "iati.tasks.sweep_readings", "schedule": 3600.0, "options": {"expires": 3000}},
    "end-introductions": {
        "task": "matching.tasks.end_introductions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "remind-of-introductions": {
        "task": "matching.tasks.remind_of_introductions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "forget-unconfirmed-requests": {"task": "matching.tasks.forget_unconfirmed_requests", "schedule": 24 * 3600.0},
    "ask-what-came-of-introductions": {
        "task": "matching.tasks.ask_what_came_of_introductions",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "ask-about-advice": {
        "task": "advice.tasks.ask_a_year_later",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "refresh-changed-peers": {
        "task": "matching.tasks.refresh_changed_peers",
        "schedule": 10 * 60.0,
        "options": {"expires": 600},
    },
    "refresh-all-peers": {
        "task": "matching.tasks.refresh_all_peers",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "rescore-matches": {"task": "matching.tasks.rescore", "schedule": 24 * 3600.0, "options": {"expires": 3600}},
    "reconcile-listing": {"task": "partnerships.tasks.reconcile_listing", "schedule": 24 * 3600.0},
    # Which records are due is read from the database, so a round missed or doubled does no harm.
    "ask-again": {"task": "partnerships.tasks.ask_again", "schedule": 12 * 3600.0, "options": {"expires": 3600}},
    "ask-pulse": {"task": "partnerships.tasks.ask_pulse", "schedule": 24 * 3600.0},
    "sweep-reports": {
        "task": "partnerships.tasks.sweep_portfolio_reports",
        "schedule": 600.0,
        "options": {"expires": 550},
    },
    "send-reminders": {"task": "events.tasks.send_reminders", "schedule": 60.0, "options": {"expires": 600}},
    "mark-events-held": {"task": "events.tasks.mark_held", "schedule": 600.0, "options": {"expires": 550}},
    "forget-unconfirmed-registrations": {"task": "events.tasks.forget_unconfirmed", "schedule": 24 * 3600.0},
    "sweep-event-reports": {
        "task": "events.tasks.sweep_report_files",
        "schedule": 600.0,
        "options": {"expires": 550},
    },
    # Needs and offers: what is over closes before anybody is asked about it.
    "close-statements": {
        "task": "matching.tasks.close_statements",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "ask-whether-statements-hold": {
        "task": "matching.tasks.ask_whether_statements_hold",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "publish-due": {"task": "knowledge.tasks.publish_due", "schedule": 60.0, "options": {"expires": 55}},
    "sweep-picture-sizes": {
        "task": "knowledge.tasks.sweep_picture_sizes",
        "schedule": 600.0,
        "options": {"expires": 550},
    },
    "sweep-imports": {"task": "partnerships.tasks.sweep_imports", "schedule": 3600.0, "options": {"expires": 3000}},
}

# --- People ------------------------------------------------------------------------------------

AUTH_USER_MODEL = "community.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "core.validators.MaximumLengthValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "community.accounts.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "community.forms.SignupDetails"
ACCOUNT_FORMS = {"login": "community.signing_in.PrefilledLoginForm"}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Beside allauth's own limits: what strangers may send, by network and by the address that was left.
ACCOUNT_RATE_LIMITS = {
    "report_problem": "10/h/ip,40/d/ip",
    "report_problem_from": "5/d/key",
    "event_register": "60/h/ip,300/d/ip",  # a whole office may sign up from behind one address
    "event_register_from": "10/d/key",
    "ask_by_mail": "20/h/ip,60/d/ip",
    "ask_by_mail_from": "5/d/key",
}
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_CHANGE_EMAIL = True
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "P2P Portal"
MFA_TOTP_TOLERANCE = 1  # a code still holds for the 30 seconds after its own: slow lines, and clocks that are late
USERSESSIONS_TRACK_ACTIVITY = False
TAGGIT_CASE_INSENSITIVE = True

# What a program may ask of the API in a minute: with a token, signed in, or as anybody from one address;
# and how many tokens may be tried there that are none.
API_REQUESTS_A_MINUTE = {
    "token": env.int("API_REQUESTS_WITH_TOKEN", default=1_200),
    "session": 600,
    "address": env.int("API_REQUESTS_FROM_ADDRESS", default=600),
    "refused": 60,
}

# --- Mail: every message is a row of the outbox before it is a message ---------------------------

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if DEBUG else "smtp://127.0.0.1:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 15  # a stalled server holds a sweep up for no longer, so a stopping worker ends within 30 seconds
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="P2P Portal <portal@p2p-portal.example>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DOMAIN = env.str("MAIL_DOMAIN", default="p2p-portal.example")
INBOX_DIR = env.str("INBOX_DIR", default=str(BASE_DIR / "var" / "inbox"))
MAIL_RETRY_SCALE = env.float("MAIL_RETRY_SCALE", default=1.0)  # below 1, drills need not wait for the day to pass
MAIL_UNVERIFIED_A_DAY = 3  # mails for one purpose to an address whose owner we do not know; see mail/limits.py
MAIL_SENDER_A_DAY = env.int("MAIL_SENDER_A_DAY", default=200)
SECRETARIAT_EMAIL = env.str("SECRETARIAT_EMAIL", default="secretariat@p2p-portal.example")

# --- Languages and time --------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("es", _("Spanish")), ("ar", _("Arabic"))]
MACHINE_TRANSLATED_LANGUAGES = {"fr", "es", "ar"}  # take one out once a translator has read it
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["p2pportal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = SERVED_OVER_TLS

# --- Static files and uploads ----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(BASE_DIR / "var" / "media"))
HASHED_STATIC = not DEBUG and not TESTING
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if HASHED_STATIC
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not HASHED_STATIC
WHITENOISE_AUTOREFRESH = not HASHED_STATIC  # a checkout that collected nothing yet has no folder to read
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 12_000_000  # ten megabytes of text still get their answer beside the field
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
IMPORT_MAX_BYTES = 5_000_000
IMPORT_MAX_UNPACKED_BYTES = 50_000_000
IMPORT_MAX_ROWS = 10_000
# The folder with the schemas of the IATI standard, one folder a version; `manage.py install_iati_schemas` fills it.
_iati_schemas = BASE_DIR / "var" / "iati-schemas"
IATI_SCHEMAS = env.str("IATI_SCHEMAS", default="") or (str(_iati_schemas) if _iati_schemas.is_dir() else "")
# Who publishes the register to IATI; the identifier is registered at https://www.iatiregistry.org/.
IATI_PUBLISHER = {
    "ref": env.str("IATI_PUBLISHER_REF", default="XX-P2P-PORTAL"),
    "name": env.str("IATI_PUBLISHER_NAME", default="P2P Portal"),
    "type": env.str("IATI_PUBLISHER_TYPE", default="40"),
}
# Published IATI files are fetched from public https addresses only. A test server may be named as host:port, with the
# file of its own certificate authority; `check --deploy` complains of either.
IATI_FETCH_TRUSTS = env.list("IATI_FETCH_TRUSTS", default=[])
IATI_FETCH_CA = env.str("IATI_FETCH_CA", default="")
IATI_FETCH_SECONDS = 30
DOCUMENT_MAX_BYTES = 10_000_000
DOCUMENT_MAX_UNPACKED_BYTES = 80_000_000
DOCUMENTS_MAX_BYTES = 200_000_000  # of one partnership together

# --- Security --------------------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SERVED_OVER_TLS
SECURE_REDIRECT_EXEMPT = [r"^healthz/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SERVED_OVER_TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SERVED_OVER_TLS
SECURE_HSTS_PRELOAD = SERVED_OVER_TLS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SERVED_OVER_TLS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = SERVED_OVER_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "p2pportal.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}

# --- What is written down ----------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "weasyprint": {"level": "WARNING"},  # it tells each step of each PDF
        "fontTools": {"level": "WARNING"},
        "flufl.bounce": {"level": "WARNING"},
    },
}
