import CallModel
import LuaEngine

/// What becomes of a world that another one replaces.
extension FlowInstance {
    /// Whether a hook is registered for this name, not only for all events.
    public func hasOwnHook(named name: String) -> Bool { hooks.contains { $0.event == name } }

    /// Whether the flow has a hook of the event's own name that wants it; one for every event does not count.
    public func hasOwnHook(for event: CallEvent, patterns: PatternMatcher) -> Bool {
        hooks(for: event, patterns: patterns).contains { hooks[$0].event == event.name }
    }

    /// The call whose event started a task.
    public func call(of task: Int) -> Int? { tasks[task]?.call }

    /// The calls that have not ended, by number.
    public var openCalls: [Int] { calls.filter { $0.value.state != "disconnected" }.keys.sorted() }

    /// Goes on in the middle of the slice of another world of the flow: with its calls, and with what it has left of the
    /// budget, so that a flow that restarts without end spends it.
    /// - Parameter units: what the change costs beside.
    public func takeOver(from old: FlowInstance, units: Int) {
        calls = old.calls
        recordings = old.recordings
        isReplayed(old.isReplay)
        let spent = old.world.instructionsUsed + world.instructionsUsed + units
        now = old.now
        world.beginInput()
        world.charge(spent)
        sliceStart = old.sliceStart
    }

    /// Says where the flow was in the world before this one, until a task of this one runs.
    public func goesOn(from place: String) { lastTask = (0, place) }

    /// Fields of an event that are objects of this world, and so in no payload.
    func fields(beside event: CallEvent) -> [(String, LuaValue)] {
        guard event.name == "Restart" else { return [] }
        return [("calls", .list(openCalls.map { .object(LuaObject(class: HostAPI.callClass, id: Int64($0))) }))]
    }
}
