"""Django's settings, made from the typed `KUULE_*` settings in `environment.py`."""

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from kuule.config.environment import environment
from kuule.config.logs import logging_settings
from kuule.config.mail import email_settings
from kuule.config.secret import secret_key
from kuule.config.texting import texting_settings

ENV = environment()
PACKAGE = Path(__file__).resolve().parent.parent
KUULE_HOME = ENV.home.resolve()
KUULE_BASE_URL = ENV.base_url
KUULE_ANALYTICS_URL = ENV.analytics_url.get_secret_value() if ENV.analytics_url else "duckdb:"
KUULE_LLM_URL, KUULE_LLM_MODEL = ENV.llm_url, ENV.llm_model
KUULE_LLM_KEY = ENV.llm_key.get_secret_value() if ENV.llm_key else ""
KUULE_WEBHOOK_ALLOW_INTERNAL = ENV.webhook_allow_internal
KUULE_API_PER_MINUTE = ENV.api_per_minute
KUULE_VALUE_ROWS_AT_ONCE = ENV.value_rows_at_once
PRODUCTION = ENV.mode == "production"

SECRET_KEY = secret_key(ENV)
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts or ([] if PRODUCTION else ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = [ENV.base_url]
ROOT_URLCONF = "kuule.config.urls"
WSGI_APPLICATION = "kuule.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "kuule.workspaces",  # its pages for signing in stand before those of allauth
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "kuule.ui",
    "kuule.jobs",
    "kuule.contacts",
    "kuule.surveys",
    "kuule.dispatch",
    "kuule.responses",
    "kuule.insight",
    "kuule.economics",
    "kuule.act",
    "kuule.connect",
    "kuule.connect.archives",
    "kuule.demo",
    "kuule.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kuule.config.middleware.LanguageMiddleware",
    "kuule.config.middleware.MethodMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "kuule.insight.views.counting.FiguresMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kuule.config.navigation.navigation",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------------------------
DATABASES: dict[str, Any]
if ENV.database_url:
    DATABASES = {
        "default": dj_database_url.parse(ENV.database_url.get_secret_value(), conn_max_age=600, conn_health_checks=True)
    }
else:
    DATABASES = {
        "default": {
            "ENGINE": "kuule.lib.sqlite",
            "NAME": KUULE_HOME / "kuule.sqlite3",
            "CONN_MAX_AGE": None,
            "TEST": {"NAME": KUULE_HOME / "test.sqlite3"},
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
                    "PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA secure_delete=ON;"
                ),
            },
        }
    }

# --- People and sign-in ----------------------------------------------------------------------------------------
AUTH_USER_MODEL = "workspaces.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "kuule.workspaces.auth.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "kuule.workspaces.auth.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if ENV.base_url.startswith("https") else "http"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # axes counts these, and says when to try again
ACCOUNT_FORMS = {
    "login": "kuule.workspaces.forms.sign_in.SignInForm",
    "reset_password": "kuule.workspaces.forms.sign_in.ForgottenPasswordForm",
    "reset_password_from_key": "kuule.workspaces.forms.sign_in.NewPasswordForm",
    "change_password": "kuule.workspaces.forms.sign_in.ChangePasswordForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENV.behind_proxy else 0
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_USERNAME_CALLABLE = "kuule.workspaces.auth.address_tried"
AXES_LOCKOUT_CALLABLE = "kuule.workspaces.views.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = [
    "username",
    "ip_address",
    "login",
    "csrfmiddlewaretoken",
    "next",
]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "kuule.ui.client.client_address"

# --- Safety ----------------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "kuule.ui.views.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.behind_proxy else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# --- Language and time -----------------------------------------------------------------------------------------
LANGUAGE_CODE = ENV.language
LANGUAGES = [("en", _("English")), ("fi", _("Finnish"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

# --- Files -----------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = PACKAGE / "ui" / "built"
MEDIA_ROOT = KUULE_HOME / "files"
FILE_UPLOAD_TEMP_DIR = None
FILE_UPLOAD_HANDLERS = [
    "kuule.lib.uploads.LimitedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail, tasks, logs -----------------------------------------------------------------------------------------
KUULE_WEBHOOK_SECRET = ""
KUULE_WEBHOOK_VIEW = ""
KUULE_INBOUND_VIEW = ""
KUULE_BOUNCE_ADDRESS = KUULE_REPLY_ADDRESS = ""
KUULE_STRAY_MAIL_DAYS = ENV.stray_mail_days
KUULE_BOUNCE_IMAP_LOGIN: dict[str, Any] | None = None
KUULE_REPLY_IMAP_LOGIN: dict[str, Any] | None = None
KUULE_DNS_SERVER: str | None = None
KUULE_EMAIL_PROVIDER = ""
globals().update(email_settings(ENV))
KUULE_SMS_URL = KUULE_SHORT_URL = ""
globals().update(texting_settings(ENV))
SERVER_EMAIL = DEFAULT_FROM_EMAIL = ENV.email_from
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
LOGGING = logging_settings(ENV)
