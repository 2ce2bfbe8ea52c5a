import CallModel

/// A recording of one of a session's calls, named by the operation that began it.
struct SessionRecording: Codable {
    let leg: Int
    /// Nil until the service has named it.
    var id: String?
    /// Whether the operation was given up: should it begin, it is stopped.
    var isUnwanted = false
    /// Whether it was ended, or its call has.
    var isOver = false
    /// Its files, once the service has them.
    var files: RecordingFiles?
    /// Files that the service told of before it had named this recording, by their recording's id; nil where there are none.
    var early: [String: RecordingFiles]?
    /// Who waits for the files, in order.
    var waiting: [Wait] = []

    /// A task that wants the files.
    struct Wait: Codable {
        enum Wish: String, Codable { case download, delete }

        var task: Int
        var wish: Wish
        /// Seconds for what follows.
        var timeLimit: Double
    }

    /// Whether its files may still be told of.
    var awaitsFiles: Bool { id != nil && !isUnwanted && files == nil }
}
