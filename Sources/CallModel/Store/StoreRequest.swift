/// What a flow does with the store: one entry, in one step that nothing comes between.
public struct StoreRequest: Sendable, Equatable, Codable {
    /// The five ways.
    public enum Change: Sendable, Equatable, Codable {
        case get
        case set(JSONValue)
        case delete
        /// Adds to a number; an entry that is not there counts as 0.
        case increment(by: JSONValue)
        /// Sets the entry to `new` (nil deletes it) if it is `expected` (nil: not there).
        case compareAndSet(expected: JSONValue?, new: JSONValue?)
    }

    /// 1 to 256 bytes.
    public var key: String
    /// What is done.
    public var change: Change
    /// Seconds until the entry is gone; nil for ever.
    public var expires: Double?

    /// What is done with an entry.
    public init(key: String, _ change: Change, expires: Double? = nil) {
        self.key = key
        self.change = change
        self.expires = expires
    }

    /// As flows call it: `get`, `set`, `delete`, `incr`, `compare_and_set`.
    public var name: String {
        switch change {
        case .get: "get"
        case .set: "set"
        case .delete: "delete"
        case .increment: "incr"
        case .compareAndSet: "compare_and_set"
        }
    }

    /// Whether asking twice might have another effect than asking once: its answer is kept with the change.
    public var changesSomething: Bool { change != .get }

    /// As a request record has it: the entry's name as path, all else as JSON.
    public var prepared: PreparedRequest {
        var members = JSONObject()
        switch change {
        case .get, .delete: break
        case .set(let value): members["value"] = value
        case .increment(let by): members["by"] = by
        case .compareAndSet(let expected, let new):
            if let expected { members["expected"] = expected }
            if let new { members["value"] = new }
        }
        if let expires { members["expires"] = .number(expires) }
        return PreparedRequest(method: name.uppercased(), path: key, body: JSONValue.object(members).encoded)
    }
}

/// What a session asks of the store, under a name that is good for one answer.
public struct StoreTask: Sendable, Equatable {
    /// Who asks.
    public var session: SessionID
    /// Asking again with the same operation has no second effect and gets the first answer.
    public var operation: OperationID
    /// What is asked.
    public var request: StoreRequest
    /// The time that it happens at, in seconds since 1970: expiry goes by it.
    public var at: Double

    /// A task from its parts.
    public init(session: SessionID, operation: OperationID, request: StoreRequest, at: Double) {
        self.session = session
        self.operation = operation
        self.request = request
        self.at = at
    }
}

/// An entry of the store.
public struct StoreEntry: Sendable, Equatable {
    /// What it holds.
    public var value: JSONValue
    /// When it is gone, in seconds since 1970; nil for never.
    public var expires: Double?

    /// An entry with its end.
    public init(_ value: JSONValue, expires: Double? = nil) {
        self.value = value
        self.expires = expires
    }

    /// Whether it is still there.
    public func isThere(at time: Double) -> Bool { expires.map { time < $0 } ?? true }
}
