import CallModel
import NIOConcurrencyHelpers

/// The lines of each caller ID: how many calls to phones one number makes at a time. Whoever finds none free waits in
/// the order of asking, so that a campaign respects the service's quota without a failure.
public final class OutboundLines: Sendable {
    /// Who has a line or waits for one.
    struct Claim: Hashable, Sendable {
        var session: SessionID
        var operation: OperationID
    }

    /// A number's lines, for operators.
    public struct View: Sendable, Equatable {
        /// The caller ID, E.164.
        public var number: String
        /// How many calls it may make at a time.
        public var limit: Int
        /// Calls that are being made or are up.
        public var active: Int
        /// Calls that wait for a line.
        public var waiting: Int

        /// The caller ID with most of it hidden: `+1800…99`.
        public var redactedNumber: String { NumberRedaction.redacted(number) }
    }

    /// A number's lines and whose they are.
    public struct Holders: Sendable, Equatable {
        /// How many there are.
        public var line: View
        /// The sessions that make calls or have them up, sorted.
        public var active: [SessionID]
        /// The sessions that wait, in the order of their turns.
        public var waiting: [SessionID]
    }

    fileprivate struct Line {
        var limit: Int
        var active: Set<Claim> = []
        var waiting: [(claim: Claim, granted: @Sendable () -> Void)] = []
    }

    fileprivate struct State {
        var lines: [String: Line] = [:]
        var numbers: [Claim: String] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Nobody calls.
    init() {}

    /// Asks for a line of `number`; `granted` is called once there is one, now or later, on any thread.
    func take(_ number: String, limit: Int, _ claim: Claim, granted: @escaping @Sendable () -> Void) {
        let isFree = state.withLockedValue { state in
            var line = state.lines[number] ?? Line(limit: limit)
            line.limit = max(1, limit)
            state.numbers[claim] = number
            let isFree = line.active.count < line.limit && line.waiting.isEmpty
            if isFree { line.active.insert(claim) } else { line.waiting.append((claim, granted)) }
            state.lines[number] = line
            return isFree
        }
        if isFree { granted() }
    }

    /// Gives a line back, or leaves the queue.
    func free(_ claim: Claim) {
        let next = state.withLockedValue { $0.free(claim) }
        for granted in next { granted() }
    }

    /// Gives back all that a session has.
    func free(allOf session: SessionID) {
        let next = state.withLockedValue { state in
            state.numbers.keys.filter { $0.session == session }.flatMap { state.free($0) }
        }
        for granted in next { granted() }
    }

    /// All numbers that make calls, sorted.
    public var view: [View] { holders.map(\.line) }

    /// The same with the sessions, each once.
    public var holders: [Holders] {
        state.withLockedValue { state in
            state.lines.sorted { $0.key < $1.key }.map { number, line in
                var waiting: [SessionID] = []
                for (claim, _) in line.waiting where waiting.last != claim.session { waiting.append(claim.session) }
                return Holders(
                    line: View(
                        number: number, limit: line.limit, active: line.active.count, waiting: line.waiting.count),
                    active: Set(line.active.map(\.session)).sorted { $0.text < $1.text }, waiting: waiting)
            }
        }
    }
}

extension OutboundLines.State {
    /// Takes a claim out; gives those whose turn it is now.
    fileprivate mutating func free(_ claim: OutboundLines.Claim) -> [@Sendable () -> Void] {
        guard let number = numbers.removeValue(forKey: claim), var line = lines[number] else { return [] }
        line.active.remove(claim)
        line.waiting.removeAll { $0.claim == claim }
        var granted: [@Sendable () -> Void] = []
        while line.active.count < line.limit, !line.waiting.isEmpty {
            let next = line.waiting.removeFirst()
            line.active.insert(next.claim)
            granted.append(next.granted)
        }
        lines[number] = line.active.isEmpty && line.waiting.isEmpty ? nil : line
        return granted
    }
}
