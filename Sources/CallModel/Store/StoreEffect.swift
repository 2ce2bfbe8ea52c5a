/// What comes of a request to the store: the same rules for every store.
public struct StoreEffect: Sendable, Equatable {
    /// What becomes of the entry.
    public enum Change: Sendable, Equatable {
        case nothing
        case keep(StoreEntry)
        case remove
    }

    /// What the flow is told, as a response record has it: `{"value": …}`, or an error.
    public var answer: SendResult
    /// What becomes of the entry.
    public var change: Change

    /// - Parameter found: the entry as the store has it, expired or not; nil when there is none.
    public init(of request: StoreRequest, on found: StoreEntry?, at time: Double) {
        let current = found.flatMap { $0.isThere(at: time) ? $0 : nil }
        let end = request.expires.map { time + $0 }
        switch request.change {
        case .get: self.init(value: current?.value ?? .null, .nothing)
        case .set(let value): self.init(value: true, .keep(StoreEntry(value, expires: end)))
        case .delete: self.init(value: .bool(current != nil), found == nil ? .nothing : .remove)
        case .increment(let by):
            guard let sum = Self.sum(current?.value ?? 0, by) else {
                let error: JSONValue = [
                    "error": ["message": .string("store.incr: '\(request.key)' is no number that this can be added to")]
                ]
                self.init(answer: .answered(status: 409, body: error.encoded), change: .nothing)
                return
            }
            // A window is as long as its first count says.
            self.init(value: sum, .keep(StoreEntry(sum, expires: current == nil ? end : current?.expires)))
        case .compareAndSet(let expected, let new):
            guard Self.isSame(current?.value, expected) else {
                self.init(value: false, .nothing)
                return
            }
            guard let new else {
                self.init(value: true, found == nil ? .nothing : .remove)
                return
            }
            self.init(value: true, .keep(StoreEntry(new, expires: end)))
        }
    }

    private init(value: JSONValue, _ change: Change) {
        let answer: JSONValue = ["value": value]
        self.init(answer: .answered(status: 200, body: answer.encoded), change: change)
    }

    private init(answer: SendResult, change: Change) {
        self.answer = answer
        self.change = change
    }

    private static func sum(_ left: JSONValue, _ right: JSONValue) -> JSONValue? {
        switch (left, right) {
        case (.integer(let left), .integer(let right)):
            let (sum, isOver) = left.addingReportingOverflow(right)
            return isOver ? nil : .integer(sum)
        default:
            guard let left = number(left), let right = number(right), (left + right).isFinite else { return nil }
            return .number(left + right)
        }
    }

    private static func number(_ value: JSONValue) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    /// Equality as flows mean it: 1 is 1.0, and the order of names says nothing.
    static func isSame(_ left: JSONValue?, _ right: JSONValue?) -> Bool {
        switch (left, right) {
        case (nil, nil): return true
        case (.integer(let left)?, .integer(let right)?): return left == right
        case (.integer?, .number?), (.number?, .integer?): return left.flatMap(number) == right.flatMap(number)
        case (.array(let left)?, .array(let right)?):
            return left.count == right.count && zip(left, right).allSatisfy { isSame($0, $1) }
        case (.object(let left)?, .object(let right)?):
            return left.members.count == right.members.count
                && left.members.allSatisfy { member in isSame(member.value, right[member.name]) }
        default: return left == right
        }
    }
}
