import CallModel
import LuaEngine

/// `all`, `race`, `within`, `spawn`, and the ends of their tasks.
extension FlowInstance {
    /// Starts the parts of a block; its task goes on when they have ended.
    func openGroup(parent: Int, kind: TaskGroup.Kind, functions: [LuaReference], seconds: Double?) {
        let call = tasks[parent]?.call
        let place = tasks[parent]?.place ?? ""
        let group = tasks.addGroup(
            TaskGroup(kind: kind, parent: parent, children: [], results: functions.map { _ in nil }))
        tasks.update(parent) { $0.wait = .group(group) }
        for function in functions {
            do {
                let child = try start(function, [], call: call, kind: .child(group: group), place: place)
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
        if let result = tasks.ended(other) {
            tasks.update(id) { $0.wait = .task(other) }
            switch result {
            case .success(let values): wake(id, .values(values), first: true)
            case .failure(let error): wake(id, .raise(LuaRaise(error.value)), first: true)
            }
        } else if tasks[other] != nil, other != id {
            tasks.update(id) { $0.wait = .task(other) }
            tasks.update(other) { $0.joiners.append(id) }
        } else {
            tasks.update(id) { $0.wait = .task(other) }
            wake(id, .raise(LuaRaise("a task cannot wait for itself")), first: true)
        }
    }

    /// One part of a block ended.
    func childEnded(_ id: Int, _ groupID: Int, _ result: Result<[LuaValue], LuaError>) {
        guard let group = tasks.group(groupID), let index = group.children.firstIndex(of: id) else { return }
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
                finish(groupID, .values(results.map { $0?.first ?? .nil }))
            }
        }
    }

    /// Ends a block: what still runs is cancelled, then its task goes on.
    func finish(_ groupID: Int, _ resume: LuaResume, abandonDeadline: Bool = true) {
        guard let group = tasks.removeGroup(groupID) else { return }
        for child in group.children { cancel(child) }
        if group.kind == .within, abandonDeadline { steps.push(.abandoned(task: group.parent)) }
        wake(group.parent, resume)
    }

    /// Cancels a task: its wait raises `cancelled`. One that has not begun never does.
    func cancel(_ id: Int) {
        guard let task = tasks[id], !task.isCancelled else { return }
        tasks.update(id) { $0.isCancelled = true }
        switch task.wait {
        case .running: break
        case .runnable:
            if case .start = task.resume {
                _ = tasks.remove(id)
                world.release(task.thread)
                for joiner in task.joiners { wake(joiner, .raise(Marshalling.cancelled)) }
                if task.kind == .spawned { steps.push(.ended(task: id, call: task.call, error: nil)) }
            } else {
                tasks.update(id) { $0.resume = .raise(Marshalling.cancelled) }
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
        guard case .table(let table) = value, case .string(let reason)? = table["reason"] else { return false }
        return reason == "call_ended" || reason == "cancelled"
    }

    /// The message without the `file:line:` that Lua put before it.
    var messageWithoutPlace: String {
        guard let source, let line else { return message }
        let prefix = "\(source):\(line): "
        return message.hasPrefix(prefix) ? String(message.dropFirst(prefix.count)) : message
    }
}

/// How much one session may use.
public struct FlowLimits: Sendable, Equatable {
    /// Of the Lua world.
    public var lua = LuaLimits()
    public var tasks = 1_000
    public var pendingOperations = 64
    public var inputs = 10_000
    public var logBytes = 1 << 20
    /// Seconds.
    public var shortestSleep = 0.01

    /// The defaults of the design.
    public init() {}
}
