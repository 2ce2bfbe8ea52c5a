import CallModel
import LuaEngine

/// `all`, `race`, `within`, `spawn`, and the ends of their tasks.
extension FlowInstance {
    /// What the host's part of a task costs: some two microseconds.
    static let unitsPerTask = 30

    /// Starts the parts of a block; its task goes on when they have ended.
    func openGroup(parent: Int, kind: TaskGroup.Kind, functions: [LuaReference], seconds: Double?) {
        // The tasks hold the functions from here on.
        defer { for function in functions { world.release(function) } }
        guard let task = tasks[parent] else { return }
        charge(Self.unitsPerTask * functions.count)
        let group = tasks.addGroup(
            TaskGroup(kind: kind, parent: parent, children: [], results: functions.map { _ in nil }))
        tasks.update(parent) { $0.wait = .group(group) }
        for function in functions {
            do {
                let child = try start(
                    function, [], call: task.call, kind: .child(group: group), place: task.place,
                    handlesErrors: task.handlesErrors)
                tasks.updateGroup(group) { $0.children.append(child) }
            } catch {
                finish(group, .raise(LuaRaise(error.reason)), abandonDeadline: false)
                return
            }
        }
        if functions.isEmpty { finish(group, .values([]), abandonDeadline: false) }
        if let seconds { steps.push(.asks(task: parent, .deadline(seconds))) }
    }

    /// Lets a task wait for a spawned one.
    func join(_ id: Int, to other: Int) {
        tasks.update(id) { $0.wait = .task(other) }
        if let end = tasks.ended(other) {
            wake(id, resume(after: end), first: true)
        } else if other == id {
            wake(id, .raise(LuaRaise("task:wait: a task cannot wait for itself")), first: true)
        } else if tasks[other] != nil {
            tasks.update(other) { $0.joiners.append(id) }
        } else {
            wake(
                id, .raise(LuaRaise("task:wait: this task ended long ago, its results are no longer kept")),
                first: true)
        }
    }

    /// What a wait for a task gives. That somebody cancelled it is no mistake of the one who waits.
    func resume(after end: TaskTable.End) -> LuaResume {
        switch end {
        case .returned(let values): .values(values)
        case .failed(let value): .raise(LuaRaise(value))
        case .cancelled:
            .values([
                .nil, Marshalling.failure(ActionFailure(reason: .cancelled, message: "the task was cancelled")),
            ])
        }
    }

    /// One part of a block ended; false when the block was over before.
    func childEnded(_ id: Int, _ groupID: Int, _ result: Result<[LuaValue], LuaError>) -> Bool {
        guard let group = tasks.group(groupID), let index = group.children.firstIndex(of: id) else { return false }
        switch (group.kind, result) {
        case (_, .failure(let error)):
            // A mistake or an ended call inside a block is one of the block.
            finish(groupID, .raise(LuaRaise(error.value)))
        case (.race, .success(let values)):
            finish(groupID, .values([.integer(Int64(index + 1))] + values))
        case (.within, .success(let values)):
            finish(groupID, .values(values))
        case (.all, .success(let values)):
            tasks.updateGroup(groupID) { $0.results[index] = values }
            let results = tasks.group(groupID)?.results ?? []
            if !results.contains(where: { $0 == nil }) {
                for extra in results.compactMap({ $0?.dropFirst() }).joined() { world.releaseFunctions(in: extra) }
                finish(groupID, .values(results.map { $0?.first ?? .nil }))
            }
        }
        return true
    }

    /// Ends a block: what still runs is cancelled, then its task goes on.
    func finish(_ groupID: Int, _ resume: LuaResume, abandonDeadline: Bool = true) {
        guard let group = tasks.removeGroup(groupID) else { return }
        for child in group.children { cancel(child) }
        if group.kind == .within, abandonDeadline { steps.push(.abandoned(task: group.parent)) }
        wake(group.parent, resume, owned: true)
    }

    /// Cancels a task: its wait raises `cancelled`. One that has not begun never does.
    func cancel(_ id: Int) {
        guard let task = tasks[id], !task.isCancelled else { return }
        tasks.update(id) { $0.isCancelled = true }
        switch task.wait {
        case .running: tasks.update(id) { $0.cancelsNextWait = true }
        case .runnable:
            if case .start = task.resume {
                _ = tasks.remove(id)
                world.release(task.thread)
                for joiner in task.joiners { wake(joiner, resume(after: .cancelled)) }
                if task.kind == .spawned {
                    remember(id, .cancelled)
                    steps.push(.ended(task: id, call: task.call, error: nil))
                }
            } else {
                if task.ownsResume { release(task.resume) }
                tasks.update(id) {
                    $0.resume = .raise(Marshalling.cancelled)
                    $0.ownsResume = false
                }
            }
        case .session:
            steps.push(.abandoned(task: id))
            wake(id, .raise(Marshalling.cancelled))
        case .group(let group):
            if let opened = tasks.removeGroup(group) {
                for child in opened.children { cancel(child) }
                if opened.kind == .within { steps.push(.abandoned(task: id)) }
            }
            wake(id, .raise(Marshalling.cancelled))
        case .task(let other):
            tasks.update(other) { $0.joiners.removeAll { $0 == id } }
            wake(id, .raise(Marshalling.cancelled))
        }
    }
}

extension LuaError {
    /// Whether the error is the end of a call or of a task, which ends a handler quietly.
    var isQuietEnd: Bool {
        guard case .table(let table) = value else { return false }
        return table["quiet"] == .boolean(true)
    }

    /// Whether a task ended because it was cancelled.
    var isCancellation: Bool {
        guard isQuietEnd, case .table(let table) = value else { return false }
        return table["reason"] == .string("cancelled")
    }

    /// Where it was raised: as the message says, else the innermost line of the flow in the traceback. An error value
    /// that is a table, as `assert(call:play { … })` raises it, has no place of its own.
    var place: (source: String, line: Int)? {
        if let source, let line { return (source, line) }
        for text in (traceback ?? "").split(separator: "\n") {
            let parts = text.drop { $0 == " " || $0 == "\t" }.split(separator: ":", maxSplits: 2)
            if parts.count == 3, parts[0].hasSuffix(".lua"), let line = Int(parts[1]) {
                return (String(parts[0]), line)
            }
        }
        return nil
    }

    /// The message without the `file:line:` that Lua put before it.
    var messageWithoutPlace: String {
        guard let source, let line else { return message }
        let prefix = "\(source):\(line): "
        return message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
    }
}
