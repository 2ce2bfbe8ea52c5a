import CallJournal
import CallModel
import FlowEngine

/// `restart`: the flow of a session begins anew in a fresh world, and its calls stay. What a long session did before is
/// not replayed any more.
///
/// One rule for what is under way: **a task that ends lets go of what it started, and nothing is undone.**
/// - What was sent goes on at the service. Its answer and its events are taken as ever, with all they do to the calls, and
///   settle an operation for which nobody waits; a time limit still ends it. So a prompt plays to its end, an invitation
///   stands, and a call that is being made comes up.
/// - What was decided and has not left never will, but for answering, hanging up and silencing: so no prompt of the old
///   world begins in the new one, nor is one repeated of which nobody knows whether it was heard.
/// - Sessions that were launched or signalled are, and nobody waits for the answer.
/// - The count of inputs begins anew (limit `inputs`); the sizes of journal and log go on (limits `journal`, `log`), so
///   that a flow that restarts without end comes to one.
extension SessionMachine {
    /// Units for a new world, and for each byte of the snapshot, which is written and read: some 500 µs, and 0.2 µs.
    static let unitsPerRestart = 5_000
    static let unitsPerSnapshotByte = 2

    /// Ends all tasks and begins anew; or tells the task that no hook wants it.
    func restart(_ handler: String, _ data: JSONValue, for task: Int) {
        guard let old = instance, let source else { return }
        var event = Self.restartEvent(handler, data)
        let before = patterns.work
        let isWanted = old.hasOwnHook(for: event, patterns: patterns)
        // The filters are looked at once more when the hooks start.
        guard chargeFilters(2 * (patterns.work - before) + event.data.count / 8) else { return }
        guard isWanted else {
            let sentence =
                "restart: the flow has no on(\"Restart\", …) that wants the handler '\(Self.shortened(handler))'"
            old.answer(task, .mistake(sentence))
            return
        }
        letGo()
        let call = callForRestart(of: task)
        // What became a record meanwhile stands before the restart.
        let number = seq + 1
        event.id = Self.eventID(number)
        let snapshot = SessionSnapshot(self, call: call).encoded
        let world: FlowInstance
        do {
            world = try source.world(restart: number)
        } catch {
            return stop("restart: \(error)")
        }
        world.takeOver(from: old, units: Self.unitsPerRestart + Self.unitsPerSnapshotByte * snapshot.count)
        old.drop()
        instance = world
        inputs = 0
        // Life goes on from what a replay will read, so that both are the same.
        SessionSnapshot(snapshot)?.restore(self)
        emit(.restart(RestartRecord(handler: handler, data: data, snapshot: snapshot)))
        startHooks(event.name, event, call: call)
    }

    /// Goes on with the slice of a restart that the journal has, in the middle of it.
    func goOn(from record: JournalRecord, _ restart: RestartRecord, _ snapshot: SessionSnapshot) -> SessionSlice {
        startSlice()
        snapshot.restore(self)
        at = record.at
        seq = record.seq
        journalBytes += Self.journalSize(record.body)
        instance?.beginInput(at: at)
        var event = Self.restartEvent(restart.handler, restart.data)
        event.id = Self.eventID(record.seq)
        startHooks(event.name, event, call: snapshot.call)
        return finishSlice()
    }

    private static func restartEvent(_ handler: String, _ data: JSONValue) -> CallEvent {
        let payload: JSONValue = ["handler": .string(handler), "data": data]
        return CallEvent(id: "", name: "Restart", data: payload.encoded)
    }

    private static func eventID(_ number: Int) -> String { "restart-\(number)" }

    /// The call of the task while it is up, else the only one that is.
    private func callForRestart(of task: Int) -> Int? {
        let open = instance?.openCalls ?? []
        if let call = instance?.call(of: task), open.contains(call) { return call }
        return open.count == 1 ? open[0] : nil
    }

    /// The tasks are over: nobody waits for anything any more.
    private func letGo() {
        eventWaits = []
        queues = [:]
        for number in timers.removeAll(where: \.isOfTask) { slice.effects.append(.cancelTimer(number: number)) }
        for id in outside.keys { outside[id]?.task = nil }
        for id in web.keys { web[id]?.task = nil }
        for id in recordings.keys { recordings[id]?.waiting = [] }
        operations.letGo()
        var dropped: [Operation] = []
        for number in legs.keys.sorted() {
            legs[number]?.queue.removeAll { id in
                guard let operation = operations[id], operation.isDroppedByRestart else { return false }
                dropped.append(operation)
                return true
            }
            // Silenced by the runtime, to be sent again.
            dropped += (legs[number]?.fenced ?? []).compactMap { operations[$0] }.filter(\.isDroppedByRestart)
        }
        let failure = ActionFailure(reason: .cancelled, message: "the flow restarted before it was sent")
        for operation in dropped {
            if operation.attempt == 0 { giveUp(operation, failure) } else { settle(operation.id, .failure(failure)) }
        }
        for number in legs.keys.sorted() { pump(number) }
    }
}

extension Operation {
    /// Whether it is given up when it has not left: what the flow decided, but for the beginning of a call that rings and
    /// for what ends something.
    fileprivate var isDroppedByRestart: Bool {
        guard purpose == .flow else { return false }
        switch action {
        case .answer, .hangUp, .cancelAllMedia: return false
        default: return true
        }
    }
}
