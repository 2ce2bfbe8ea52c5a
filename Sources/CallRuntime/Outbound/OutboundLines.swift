import CallModel
import NIOConcurrencyHelpers

/// The lines of each caller ID: how many phones one number calls at a time. Whoever finds none free waits in the order of
/// asking, so that a campaign respects the service's quota without a failure. A group call takes a line for each of its
/// phones; one that wants more than there are goes when no other call has any, and the service decides.
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
        /// How many phones it may call at a time.
        public var limit: Int
        /// Phones that are being called or spoken with.
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
        /// How many lines each call has.
        var active: [Claim: Int] = [:]
        var waiting: [(claim: Claim, phones: Int, granted: @Sendable () -> Void)] = []
        var used: Int { active.values.reduce(0, +) }

        /// Takes lines when they are free.
        mutating func grant(_ claim: Claim, phones: Int) -> Bool {
            guard active.isEmpty || used + phones <= limit else { return false }
            active[claim] = phones
            return true
        }
    }

    fileprivate struct State {
        var lines: [String: Line] = [:]
        var numbers: [Claim: String] = [:]
    }

    private let state = NIOLockedValueBox(State())

    /// Nobody calls.
    init() {}

    /// Asks for a line of `number` for each of some phones; `granted` is called once they are there, now or later, on any
    /// thread.
    func take(
        _ number: String, phones: Int = 1, limit: Int, _ claim: Claim, granted: @escaping @Sendable () -> Void
    ) {
        let isFree = state.withLockedValue { state in
            // Who asks again, after a restart, has what it had.
            guard state.numbers[claim] == nil else { return false }
            var line = state.lines[number] ?? Line(limit: limit)
            line.limit = max(1, limit)
            state.numbers[claim] = number
            let isFree = line.waiting.isEmpty && line.grant(claim, phones: phones)
            if !isFree { line.waiting.append((claim, phones, granted)) }
            state.lines[number] = line
            return isFree
        }
        if isFree { granted() }
    }

    /// The lines that a call had in the process before this one, however many are allowed now.
    func restore(_ number: String, phones: Int, limit: Int, _ claim: Claim) {
        state.withLockedValue { state in
            guard state.numbers[claim] == nil else { return }
            state.numbers[claim] = number
            state.lines[number, default: Line(limit: max(1, limit))].active[claim] = phones
        }
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
                for (claim, _, _) in line.waiting where waiting.last != claim.session { waiting.append(claim.session) }
                return Holders(
                    line: View(
                        number: number, limit: line.limit, active: line.used, waiting: line.waiting.count),
                    active: Set(line.active.keys.map(\.session)).sorted { $0.text < $1.text }, waiting: waiting)
            }
        }
    }
}

extension OutboundLines.State {
    /// Takes a claim out; gives those whose turn it is now.
    fileprivate mutating func free(_ claim: OutboundLines.Claim) -> [@Sendable () -> Void] {
        guard let number = numbers.removeValue(forKey: claim), var line = lines[number] else { return [] }
        line.active[claim] = nil
        line.waiting.removeAll { $0.claim == claim }
        var granted: [@Sendable () -> Void] = []
        while let next = line.waiting.first, line.grant(next.claim, phones: next.phones) {
            line.waiting.removeFirst()
            granted.append(next.granted)
        }
        lines[number] = line.active.isEmpty && line.waiting.isEmpty ? nil : line
        return granted
    }
}
