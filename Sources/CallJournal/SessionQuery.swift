import CallModel

/// Which sessions a list shows, the newest first.
public struct SessionQuery: Sendable, Equatable {
    /// Only those of this flow.
    public var flow: String?
    /// Only those that have not ended, or only those that have.
    public var isOpen: Bool?
    /// Only those that began before this one: the next page of a list that ended with it.
    public var after: SessionID?
    /// So many at most.
    public var limit: Int

    /// A query; without conditions it asks for the newest sessions.
    public init(flow: String? = nil, isOpen: Bool? = nil, after: SessionID? = nil, limit: Int = 100) {
        self.flow = flow
        self.isOpen = isOpen
        self.after = after
        self.limit = limit
    }

    /// Whether a session belongs in the list, its place apart.
    public func wants(_ session: SessionSummary) -> Bool {
        (flow == nil || session.flow == flow) && (isOpen == nil || (session.end == nil) == isOpen)
    }
}

extension CallJournal {
    /// The sessions that a query asks for, the newest first; none when `after` is not known.
    public func sessions(matching query: SessionQuery) async throws(JournalFault) -> [SessionSummary] {
        if query.flow == nil, query.isOpen == nil, query.after == nil { return try await sessions(limit: query.limit) }
        var rest = try await sessions(limit: .max)[...]
        if let after = query.after {
            rest = rest.drop { $0.id != after }.dropFirst()
        }
        return Array(rest.lazy.filter { query.wants($0) }.prefix(max(0, query.limit)))
    }
}
