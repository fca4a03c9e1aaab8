"""The one settings file; what may differ between installations comes from env.py."""

from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.csp import content_security_policy
from config.env import CHECKOUT, EnvironmentRefused, read_environment
from config.reactions import REACTIONS as ANJU_REACTIONS  # noqa: F401  read by audit
from config.telling import logging_settings

try:
    ENV = read_environment()
except EnvironmentRefused as refusal:
    raise ImproperlyConfigured(str(refusal)) from refusal

DEBUG = False
SECRET_KEY = ENV.secret_key
ANJU_DATA_KEY = ENV.data_key
ANJU_HOME = ENV.home
ANJU_FILES = ENV.home / "files"
ANJU_BACKUPS = ENV.home / "backups"
ANJU_PUBLIC_URL = ENV.public_url
ANJU_LIVE_URL = ENV.live_url
ANJU_LIVE_PORT = ENV.live_port
ANJU_IS_PRODUCTION = ENV.is_production
ANJU_TRUSTED_PROXY = ENV.trusted_proxy
ANJU_SMTP = ENV.smtp
ANJU_PRIVATE_HOSTS = ENV.private_hosts
ANJU_SANDBOX_PORT = ENV.sandbox_port
# Where providers report what became of a message; on one machine they reach us by its loopback.
ANJU_REPORT_URL = ENV.public_url or f"http://127.0.0.1:{ENV.port}"

# Phones on the house's own network reach a trial by whatever name the machine has; links that
# leave the house are built from ANJU_PUBLIC_URL only, so a forged Host header gains nothing.
_public = urlsplit(ENV.public_url)
ALLOWED_HOSTS = [_public.hostname or "*", "127.0.0.1", "localhost"] if ENV.is_production else ["*"]
CSRF_TRUSTED_ORIGINS = [ENV.public_url] if ENV.public_url else []
_https = ENV.tls or ENV.public_url.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _https
SECURE_HSTS_SECONDS = 31_536_000 if ENV.is_production else 0
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxy else None

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "procrastinate.contrib.django",
    "anju.live",
    "anju.ui",
    "anju.audit",
    "anju.organization",
    "anju.accounts",
    "anju.archives",
    "anju.search",
    "anju.messaging",
    "anju.clocks",
    "anju.drafts",
    "anju.offline",
    "anju.operations",
    "anju.estate",
    "anju.handbook",
    "anju.residents",
    "anju.contacts",
    "anju.telephony",
    "anju.imports",
    "anju.rosters",
    "anju.notices",
    "anju.tickets",
    "anju.opinions",
    "anju.fieldwork",
    "anju.handovers",
    "anju.frontdesk",
    "anju.digests",
    "anju.workbench",
    "config.apps.Roof",
]

MIDDLEWARE = [
    "config.requests.request_id",
    "config.requests.real_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anju.archives.uploads.refuse_too_large",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anju.accounts.gate.gate",
    "anju.ui.sentences.Sentences",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "config.shell.shell",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials", "anju.ui.templatetags.ui"],
        },
    }
]
FORM_RENDERER = "anju.ui.forms.Renderer"

_db = urlsplit(ENV.database_url or "postgresql://anju@127.0.0.1:1/anju")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _db.path.lstrip("/"),
        "USER": unquote(_db.username or ""),
        "PASSWORD": unquote(_db.password or ""),
        "HOST": _db.hostname or "",
        "PORT": str(_db.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, "timeout": 10},
            **dict(parse_qsl(_db.query)),  # sslmode and the like
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organization.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "phone")},
    },
]
LOGIN_URL = "accounts:sign_in"
SESSION_COOKIE_NAME = "anju_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "anju_csrf"
CSRF_FAILURE_VIEW = "anju.ui.sentences.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = content_security_policy(ENV)

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True  # Django's own sentences (form errors) come in Chinese
LOCALE_PATHS: list[str] = []

STATIC_URL = "/static/"
STATIC_ROOT = ENV.home / "static"
STATICFILES_DIRS = [ENV.home / "frontend"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "anju.ui.storage.Storage"},
}
WHITENOISE_MAX_AGE = 60

FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks"
PROCRASTINATE_ON_APP_READY = "config.jobs.ready"

LOGGING = logging_settings()
SILENCED_SYSTEM_CHECKS = [
    "security.W008",  # the redirect to https is the proxy's work
    "auth.E003",  # logins are unique whatever the case, by a constraint over Lower("login")
]
ANJU_CHECKOUT = CHECKOUT
