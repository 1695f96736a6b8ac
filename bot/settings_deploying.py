"""What hosting platforms are told about the settings."""

GENERATED = frozenset({"AUGENHOEHE_WEB_SECRET", "AUGENHOEHE_WEB_METRICS_TOKEN"})
"""Secrets that a hosting platform makes up by itself."""
DEPLOYED = GENERATED | {
    "AUGENHOEHE_COMMUNITY_MODE",
    "AUGENHOEHE_TEAM_LANGUAGE",
    "AUGENHOEHE_TEAM_TIME_ZONE",
    "AUGENHOEHE_TEAM_UNDO",
    "AUGENHOEHE_MODEL_MODEL",
    "AUGENHOEHE_MODEL_BASE_URL",
    "AUGENHOEHE_MODEL_API_KEY",
    "AUGENHOEHE_WORDPRESS_URL",
    "AUGENHOEHE_WORDPRESS_USER",
    "AUGENHOEHE_WORDPRESS_PASSWORD",
}
"""What a hosting platform asks for before it deploys; the rest has good defaults."""
