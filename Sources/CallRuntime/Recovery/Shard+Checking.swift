import CallJournal
import CallModel
import Logging

/// Every replay checked: with `alwaysReplay` a session is rebuilt from its journal after each durable slice, compared
/// with what stands in memory, and goes on with the rebuilt machine.
extension Shard {
    /// Begins a check when nothing of the session is under way; its inputs wait until it is done.
    func checkReplay(of session: ShardSession) {
        guard parts.settings.alwaysReplay, session.state == .live, session.commits == 0, !session.isBusy,
            !session.head.isStopped, session.stopReport == nil, let live = session.live,
            live.machine.seq == session.seq, session.checkedSeq != session.seq, closing != .closed
        else { return }
        session.state = .rebuilding
        rebuilds.began()
        read(session, isCheck: true)
    }

    /// The check could not be made: the session goes on as it was.
    func goBack(_ session: ShardSession) {
        session.state = .live
        drainMailbox(of: session)
    }

    /// A replay has come to its end and said all that the journal says.
    func replayed(_ session: ShardSession, _ machine: SessionMachine, _ reading: RebuildQueue.Reading) {
        guard let live = session.live else { return }
        if let difference = Self.difference(live.machine, machine) {
            return stop(session, "the journal does not replay: \(difference)", reading)
        }
        live.machine.drop()
        live.machine = machine
        session.checkedSeq = session.seq
        isUsed(session, live)
        goBack(session)
    }

    private static func difference(_ lived: SessionMachine, _ replayed: SessionMachine) -> String? {
        let (old, new) = (lived.head, replayed.head)
        if old != new { return "the session's state was \(old) and is \(new) after a replay" }
        let timers = (
            lived.openTimers.map { "\($0.number) at \($0.due)" },
            replayed.openTimers.map { "\($0.number) at \($0.due)" }
        )
        if timers.0 != timers.1 { return "timers \(timers.0) were set, \(timers.1) are after a replay" }
        if lived.seq != replayed.seq { return "it ended at step \(replayed.seq) instead of \(lived.seq)" }
        return nil
    }
}
