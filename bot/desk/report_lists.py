"""What a report names one by one: busy posts, wishes, what we may use again, and people where they agreed."""

from bot.desk.desk import Desk
from bot.desk.drawing import line
from bot.desk.wording import KINDS, PLATFORMS
from bot.domain.grant import Grant
from bot.memory import Dossier, Work
from bot.memory.reports import Span
from bot.reports import GrantedUse, Insight, PersonFigures, TopPost
from bot.words import Words

TOP = 5
"""Posts that are named."""
MOST_INSIGHTS = 10
MOST_GRANTS = 10
INSIGHTS = frozenset({"idea"})
"""Kinds of comments that tell what people wish for."""


async def busy_posts(work: Work, span: Span) -> tuple[TopPost, ...]:
    """The posts with the most comments."""
    return tuple(
        TopPost(
            title=one.title,
            url=one.url,
            platform=PLATFORMS.get(one.platform, Words(one.platform)),
            comments=one.comments,
            negative=one.negative,
        )
        for one in await work.reports.posts(span, TOP)
    )


async def wishes(work: Work, desk: Desk, span: Span) -> tuple[tuple[Insight, ...], int]:
    """The newest ones that everybody may read, and how many further ones there are."""
    numbers, count = await work.reports.of_kinds(span, INSIGHTS, MOST_INSIGHTS)
    dossiers = await work.items.dossiers(numbers)
    shown = tuple(_wish(one) for one in dossiers if not desk.policy.keeps_apart(one.item))
    return shown, count - len(numbers)


async def granted_uses(work: Work, desk: Desk, span: Span, count: int) -> tuple[tuple[GrantedUse, ...], int]:
    """The latest of so many that everybody may read of, and how many further ones there are."""
    if not count:
        return (), 0
    grants = await work.grants.within(*span, MOST_GRANTS)
    found = {one.item.id: one for one in await work.items.dossiers(list({one.item for one in grants}))}
    shown = tuple(
        _granted(one, found[one.item]) for one in grants if not desk.policy.keeps_apart(found[one.item].item)
    )
    return shown, count - len(grants)


async def figures_of_people(work: Work, span: Span) -> tuple[PersonFigures, ...]:
    """What each person did: only where a works agreement allows it."""
    return tuple(
        PersonFigures(name=one.name, answered=one.answered, dismissed=one.dismissed)
        for one in await work.reports.handled(span)
    )


def _wish(dossier: Dossier) -> Insight:
    drawn, kind = line(dossier), dossier.item.triage.kind
    return Insight(
        item=drawn.item,
        kind=KINDS.get(kind, Words(kind)),
        author=drawn.author,
        excerpt=drawn.excerpt,
        post=dossier.comment.post.title,
        url=_address(dossier),
        published=drawn.published,
    )


def _granted(grant: Grant, dossier: Dossier) -> GrantedUse:
    # Who wrote it down stands in the register: a report names nobody of the team for what they did.
    return GrantedUse(
        item=grant.item,
        author=grant.granted_by,
        purpose=grant.purpose,
        excerpt=line(dossier).excerpt,
        # Erasing somebody takes the link to their words away: what they stood beneath is ours.
        url=grant.link or dossier.comment.post.url,
        at=grant.granted_at,
    )


def _address(dossier: Dossier) -> str:
    """Where the public reads it: the comment itself, or else what it stands beneath."""
    return dossier.comment.url or dossier.comment.post.url
