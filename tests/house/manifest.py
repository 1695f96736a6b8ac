"""The schema of app.json: Heroku's (app.json Schema) with what Dokku adds (appendices, app.json)."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
Process = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]


class Strict(BaseModel):
    """A part of the manifest, in which nothing is misspelt."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Variable(Strict):
    """A variable that is asked for before the app is deployed."""

    description: Annotated[str, Field(min_length=10)]
    value: str | None = None
    required: bool | None = None
    generator: Literal["secret"] | None = None


class Processes(Strict):
    """How many processes of a kind run. Sizes are Heroku's; Dokku has none and ignores them."""

    quantity: Annotated[int, Field(ge=0)]
    size: Literal["eco", "basic", "standard-1x", "standard-2x", "performance-m", "performance-l"] | None = (
        None
    )


class Addon(Strict):
    """A service that the app needs."""

    plan: Annotated[str, Field(pattern=r"^[a-z0-9-]+(:[a-z0-9-]+)?$")]


class Buildpack(Strict):
    """What builds the app."""

    url: str


class DokkuScripts(Strict):
    """What Dokku runs in the new image."""

    predeploy: str | None = None
    postdeploy: str | None = None


class Scripts(Strict):
    """What is run once, after the first deploy; Dokku has its own."""

    postdeploy: str | None = None
    dokku: DokkuScripts | None = None


class Healthcheck(Strict):
    """What Dokku asks a new process before it gets visitors."""

    type: Literal["startup", "readiness", "liveness"]
    name: str
    path: Annotated[str, Field(pattern="^/")]
    initialDelay: int = 0  # noqa: N815  # the file's spelling
    attempts: int = 3
    wait: int = 5
    timeout: int = 5


class Manifest(Strict):
    """The whole file."""

    name: Annotated[str, Field(pattern=r"^[a-zA-Z-_.]+$", max_length=30)]
    description: str
    keywords: list[str]
    success_url: Annotated[str, Field(pattern="^/")]
    stack: Literal["heroku-22", "heroku-24", "heroku-26"]
    buildpacks: list[Buildpack]
    addons: list[Addon]
    formation: dict[Process, Processes]
    scripts: Scripts
    healthchecks: dict[Process, list[Healthcheck]]
    env: dict[Name, Variable]
