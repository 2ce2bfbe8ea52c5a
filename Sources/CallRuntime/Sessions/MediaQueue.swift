import CallModel

/// What plays or listens in a call, in the order in which the service takes it: one at a time.
///
/// The runtime keeps it to start time limits when an operation's turn comes, and to know who listens.
struct MediaQueue: Codable {
    /// One play or recognition.
    struct Entry: Equatable, Codable {
        var operation: OperationID
        var isRecognition: Bool
        /// Where the flow asked, such as `reception/main.lua:12`.
        var place: String
        /// Whether it was cancelled or interrupted, and only the event that says so is missing.
        var isEnding = false
    }

    private(set) var entries: [Entry] = []

    /// The operation that is heard now.
    var current: OperationID? { entries.first?.operation }

    /// The recognition that listens or waits to, and will go on.
    var recognition: Entry? { entries.first { $0.isRecognition && !$0.isEnding } }

    /// Whether an operation was cancelled or interrupted.
    func isEnding(_ operation: OperationID) -> Bool {
        entries.contains { $0.operation == operation && $0.isEnding }
    }

    mutating func append(_ entry: Entry) { entries.append(entry) }

    /// All that is here is cancelled or interrupted.
    mutating func endAll() {
        for index in entries.indices { entries[index].isEnding = true }
    }

    /// Takes an operation out; returns the one whose turn it is now, if that changed.
    mutating func remove(_ operation: OperationID) -> OperationID? {
        guard let index = entries.firstIndex(where: { $0.operation == operation }) else { return nil }
        entries.remove(at: index)
        return index == 0 ? current : nil
    }
}
