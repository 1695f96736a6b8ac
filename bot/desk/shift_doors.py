"""What people can ask for about shifts and handovers, and which use case answers."""

from collections.abc import Awaitable, Callable, Mapping

from bot import shifting
from bot.commands import Command
from bot.desk import handing, planning, shifts, speaking, taking_over
from bot.views import View

UseCase = Callable[..., Awaitable[View]]
SHIFT_LOOKS: Mapping[type[Command], UseCase] = {
    shifting.ShowShift: shifts.show_shift,
    shifting.OpenShiftForm: handing.open_shift_form,
}
"""What only reads."""
SHIFT_NOTES: Mapping[type[Command], UseCase] = {
    shifting.StartShift: shifts.start_shift,
    shifting.PlanShift: planning.plan_shift,
    shifting.CancelShift: planning.cancel_shift,
    shifting.NoteAbsence: shifts.note_absence,
    shifting.EndAbsence: shifts.end_absence,
    shifting.EndShift: handing.end_shift,
    shifting.OpenHandover: handing.open_handover,
    shifting.TakeMine: taking_over.take_mine,
    shifting.LeaveToPool: taking_over.leave_to_pool,
    shifting.RestMine: speaking.rest_mine,
    shifting.RestToPool: speaking.rest_to_pool,
    shifting.AskBack: taking_over.ask_back,
    shifting.Explain: handing.explain,
    shifting.WriteWords: handing.write_words,
    shifting.DraftWords: handing.draft_words,
    shifting.WriteWatch: handing.write_watch,
    shifting.TakeOverShift: taking_over.take_over_shift,
    shifting.RefuseShift: taking_over.refuse_shift,
    shifting.OfferAgain: handing.offer_again,
}
"""What changes something; afterwards channels are told."""
