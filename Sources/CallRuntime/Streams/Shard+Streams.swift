import CallJournal
import CallModel
import FlowEngine
import Logging

/// What the streams of calls tell: best effort, at most one delivery per 100 ms and call, journaled only while the flow listens
/// (durable-calls, "Long calls").
extension Shard {
    /// A stream told something.
    func streamed(_ input: StreamInput, at address: CallbackAddress) {
        guard let session = sessions[address.session], closing == .open else { return }
        let now = parts.clock.now()
        session.heard = max(session.heard, now)
        // A session that is not in memory may listen: only its world knows.
        if let live = session.live, !live.machine.listens(to: input.name) { return }
        let leg = address.operation
        var batch = session.streams[leg] ?? StreamBatch()
        let dropped = batch.dropped
        batch.add(input)
        if batch.dropped > dropped, dropped == 0 {
            parts.logger.warning(
                "a stream tells more than its flow can take; some of it is dropped",
                metadata: ["session": "\(session.id)", "flow": "\(session.flow)"])
        }
        let due = batch.delivered + StreamBatch.pace
        guard !batch.isTimed, due > now else {
            let isTimed = batch.isTimed
            session.streams[leg] = batch
            if !isTimed { deliverStream(leg, to: session.id) }
            return
        }
        batch.isTimed = true
        session.streams[leg] = batch
        let id = session.id
        _ = parts.clock.schedule(at: due, on: loop) { self.hop { $0.deliverStream(leg, to: id) } }
    }

    /// Gives a session what has come since the last time. Each is an event of its own, in order.
    private func deliverStream(_ leg: OperationID, to id: SessionID) {
        guard let session = sessions[id], closing == .open else { return }
        let now = parts.clock.now()
        guard let inputs = session.streams[leg]?.take(at: now), !inputs.isEmpty else { return }
        // Nobody waits for the news that it is safe: what cannot be taken now is not held, but dropped.
        guard jam == nil, session.pendingInputs < parts.settings.maxPendingCommits else { return }
        CrashPoint.reached(.streamTold)
        for input in inputs {
            let event = CallEvent(
                id: "stream:" + parts.random.uuid(), name: input.name, source: "stream", data: input.data)
            let record = EventRecord(leg: leg, event: event, arrived: now, via: .stream)
            take(.event(record), of: id, at: now)
        }
    }
}

extension SessionMachine {
    /// Whether the flow has a hook for an event, waits for it now, or goes through all of its kind.
    func listens(to name: String) -> Bool {
        guard let instance else { return false }
        return instance.hasHook(for: name) || eventWaits.contains { $0.name == name || $0.name == "*" }
            || queues.values.contains { !$0.isOver && ($0.name == name || $0.name == "*") }
    }
}

extension CallRuntime {
    /// A stream of a call told something. It reaches the flow if that listens for it, ten times a second at the most; nobody is
    /// told what became of it.
    public func streamed(_ input: StreamInput, at address: CallbackAddress) {
        shard(of: address.session).hop { $0.streamed(input, at: address) }
    }
}
