import CallAutomation
import CallEmulator
import CallModel
import Dispatch
import Foundation
import NIOConcurrencyHelpers

/// The pretend service in another process, over HTTP, with a clock that the stage moves: time passes on both sides at
/// once, and only when nothing is on its way between them.
///
/// What happens at one moment keeps its order, so that a case goes the same way each time: requests leave one after the
/// other, and events are handed over by the number of their delivery once all have come.
final class EmulatorLine: StageLine {
    private struct Arrival {
        var arrival: DoorArrival
        var answer: @Sendable (Int?) -> Void
    }

    private struct Departure {
        var exchange: VirtualExchange
        var told: @Sendable (RetryPolicy.Outcome, SendResult) -> Void
    }

    private struct State {
        /// Events that came here and have no answer yet.
        var open = 0
        /// Those of them that have not been handed over.
        var arrivals: [Arrival] = []
        /// Tries that have not left.
        var departures: [Departure] = []
        /// Tries of requests that have no answer yet.
        var flying = 0
        /// Whether something may have changed at the emulator since it was last asked.
        var isStale = true
        var next: Double?
        /// What the control API said of phones and calls, since the last change.
        var known: [String: JSONValue] = [:]
    }

    private let link: EmulatorLink
    private let loop: VirtualLoop
    let time: VirtualTime
    private let door: RuntimeDoor
    private let state = NIOLockedValueBox(State())
    private let news = DispatchSemaphore(value: 0)
    /// Real seconds in which everything that is on its way must come to its end.
    private static let patience = 60.0

    /// A service without calls, at the time of the loop.
    init(_ link: EmulatorLink, loop: VirtualLoop, door: RuntimeDoor) throws {
        (self.link, self.loop, time, self.door) = (link, loop, loop.time, door)
        _ = try link.ask("POST", "reset", ["now": .number(time.now())])
        link.serve(self)
    }

    func end() { link.serve(nil) }

    // MARK: - Time

    var nextDeadline: Double? { state.withLockedValue { $0.next } }

    func advance() throws {
        touch()
        _ = try link.ask("PUT", "clock", ["now": .number(time.now())])
    }

    func rest() throws -> Bool {
        guard state.withLockedValue({ $0.isStale }) else { return false }
        let begin = ContinuousClock.now
        while true {
            guard !loop.hasReady else { return true }
            guard let view = try link.ask("GET", "clock").flatMap({ ClockView(json: $0) }) else {
                throw StageFault("the emulator's clock cannot be read; is it of this version?")
            }
            // What is answered is made ready before it is counted, so that nothing is between the two.
            let (open, flying) = state.withLockedValue { ($0.open, $0.flying) }
            guard !loop.hasReady else { return true }
            if view.busy == 0, view.underWay == open, view.parked == flying {
                if handOver() { return true }
                if depart() { continue }
                state.withLockedValue { ($0.isStale, $0.next) = (false, view.next) }
                return false
            }
            if begin.duration(to: .now) > .seconds(Self.patience) {
                throw StageFault(
                    "what is on its way between the runtime and the emulator does not come to its end: "
                        + "\(view.underWay) events are sent and \(open) here, \(flying) requests are sent and "
                        + "\(view.parked) wait there")
            }
            _ = news.wait(timeout: .now() + .microseconds(200))
        }
    }

    /// Something may have changed at the emulator.
    private func touch() {
        state.withLockedValue { state in
            state.isStale = true
            state.known = [:]
        }
    }

    // MARK: - The wire

    /// An event has come; any thread.
    func arrived(_ arrival: DoorArrival, _ answer: @escaping @Sendable (Int?) -> Void) {
        state.withLockedValue { state in
            state.arrivals.append(Arrival(arrival: arrival, answer: answer))
            state.open += 1
        }
        news.signal()
    }

    /// Hands over what has come.
    private func handOver() -> Bool {
        let come = state.withLockedValue { state in
            defer { state.arrivals = [] }
            return state.arrivals.sorted { $0.arrival.number < $1.arrival.number }
        }
        for event in come {
            door.take(event.arrival) { [self] status in
                state.withLockedValue { $0.open -= 1 }
                touch()
                event.answer(status)
            }
        }
        return !come.isEmpty
    }

    func carry(
        _ exchange: VirtualExchange, told: @escaping @Sendable (RetryPolicy.Outcome, SendResult) -> Void
    ) {
        state.withLockedValue { $0.departures.append(Departure(exchange: exchange, told: told)) }
        touch()
    }

    /// Lets the next try go.
    private func depart() -> Bool {
        let next = state.withLockedValue { state -> Departure? in
            guard !state.departures.isEmpty else { return nil }
            state.flying += 1
            return state.departures.removeFirst()
        }
        guard let next else { return false }
        link.send(next.exchange) { [self] outcome, result in
            loop.execute { next.told(outcome ?? .refused, result) }
            state.withLockedValue { $0.flying -= 1 }
            touch()
            news.signal()
        }
        return true
    }

    func setFaults(_ settings: FaultSettings, seed: UInt64) throws {
        touch()
        // JSON has no larger numbers.
        let seed = Int64(truncatingIfNeeded: seed & UInt64(Int64.max))
        _ = try link.ask("PUT", "faults", ["faults": settings.json, "seed": .integer(seed)])
    }

    // MARK: - Phones and calls

    private func order(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue? {
        touch()
        return try link.ask(method, path, body)
    }

    private func look(_ path: String) throws -> JSONValue? {
        if let known = state.withLockedValue({ $0.known[path] }) { return known }
        let found = try link.ask("GET", path)
        state.withLockedValue { $0.known[path] = found }
        return found
    }

    private func path(_ number: String, _ verb: String? = nil) -> String {
        "phones/\(Self.escaped(number))" + (verb.map { "/\($0)" } ?? "")
    }

    private static func escaped(_ name: String) -> String {
        name.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? name
    }

    private static func callID(_ json: JSONValue?) throws -> String {
        guard let id = json?["call_id"]?.stringValue else { throw StageFault("the emulator names no call") }
        return id
    }

    func dial(from number: String, _ request: DialRequest) throws -> String {
        let body: JSONValue = [
            "to": .string(request.to), "display_name": .string(request.displayName),
            "custom_context": request.customContext,
        ]
        return try Self.callID(try order("POST", path(number, "dial"), body))
    }

    func enter(_ number: String, groupCallID: String?, roomID: String?) throws -> String {
        if let roomID { _ = try order("PUT", "rooms/\(Self.escaped(roomID))") }
        let body: JSONValue = [
            "group_call_id": groupCallID.map(JSONValue.string), "room_id": roomID.map(JSONValue.string),
        ]
        return try Self.callID(try order("POST", path(number, "join"), body))
    }

    func press(_ keys: String, on number: String) throws {
        _ = try order("POST", path(number, "press"), ["keys": .string(keys)])
    }

    func say(_ text: String, on number: String) throws {
        _ = try order("POST", path(number, "say"), ["text": .string(text)])
    }

    func hangUp(_ number: String) throws { _ = try order("POST", path(number, "hang_up")) }

    func pickUp(_ number: String) throws { _ = try order("POST", path(number, "pick_up")) }

    func setPhone(_ number: String, whenRung reaction: RingReaction) throws {
        _ = try order(
            "PUT", path(number), ["when_rung": .string(reaction.word), "after": reaction.after.map(JSONValue.number)])
    }

    func standing(ofPhone number: String) throws -> PhoneStanding? {
        do {
            return try look(path(number)).flatMap { PhoneStanding(json: $0) }
        } catch let refusal as EmulatorRefusal where refusal.status == 404 {
            return nil
        }
    }

    func standing(ofCall id: String) throws -> CallStanding {
        guard let standing = try look("calls/\(id)").flatMap({ CallStanding(json: $0) }) else {
            throw StageFault("the emulator's call \(id) cannot be read")
        }
        return standing
    }

    func timeline(ofCall id: String, after: Int) throws -> [TimelineEntry] {
        let entries = try look("calls/\(id)/timeline?after=\(after)")?["entries"]?.arrayValue ?? []
        return entries.compactMap { TimelineEntry(json: $0) }
    }

    func callIDs() throws -> [String] {
        let calls = try look("calls")?["calls"]?.arrayValue ?? []
        return calls.compactMap { $0["call_id"]?.stringValue }.reversed()
    }

    func recordingFile(_ id: String) throws -> RecordingFacts? {
        do {
            guard let json = try look("recordings/\(Self.escaped(id))"), let bytes = json["bytes"]?.intValue,
                let sum = json["sha256"]?.stringValue
            else { return nil }
            return RecordingFacts(bytes: bytes, sha256: sum)
        } catch let refusal as EmulatorRefusal where refusal.status == 404 {
            return nil
        }
    }

    func deleteRecording(_ id: String) throws -> Bool {
        do {
            _ = try order("DELETE", "recordings/\(Self.escaped(id))")
            return true
        } catch let refusal as EmulatorRefusal where refusal.status == 404 {
            return false
        }
    }
}
