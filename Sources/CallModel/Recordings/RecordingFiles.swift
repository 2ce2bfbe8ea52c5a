/// The files of a recording, as Event Grid tells of them (protocol reference, 13.4).
public struct RecordingFiles: Sendable, Equatable, Codable {
    /// One file: the service begins another where one grows too large.
    public struct Chunk: Sendable, Equatable, Codable {
        /// The service's name of the file.
        public var documentID: String
        /// Counted from 0.
        public var index: Int
        /// Why it ends: `SessionEnded`, `ChunkMaximumSizeExceeded`, …
        public var endReason: String
        /// Where its content is.
        public var contentLocation: String
        /// Where it is deleted.
        public var deleteLocation: String
    }

    /// In order.
    public var chunks: [Chunk]
    /// Seconds.
    public var duration: Double
    /// `Wav`, `Mp3` or `Mp4`, in the service's capitals.
    public var format: String

    /// Reads the payload of a `RecordingFileStatusUpdated`; nil when it names no file that can be fetched.
    public init?(eventData data: JSONValue) {
        let listed = data["recordingStorageInfo"]?["recordingChunks"]?.arrayValue ?? []
        chunks = listed.enumerated().compactMap { place, chunk in
            guard let content = chunk["contentLocation"]?.stringValue, !content.isEmpty else { return nil }
            return Chunk(
                documentID: chunk["documentId"]?.stringValue ?? "", index: chunk["index"]?.intValue ?? place,
                endReason: chunk["endReason"]?.stringValue ?? "", contentLocation: content,
                deleteLocation: chunk["deleteLocation"]?.stringValue ?? "")
        }.sorted { $0.index < $1.index }
        duration = (data["recordingDurationMs"]?.doubleValue ?? 0) / 1_000
        format = data["recordingFormatType"]?.stringValue ?? ""
        if chunks.isEmpty { return nil }
    }

    /// The id of the recording that an event of Event Grid is about, which only its subject says:
    /// `/recording/call/{id}/serverCallId/{id}/recordingId/{id}`.
    public static func recordingID(ofSubject subject: String) -> String? { word("recordingId", of: subject) }

    /// The id of the call that was recorded, from the same subject.
    public static func serverCallID(ofSubject subject: String) -> String? { word("serverCallId", of: subject) }

    private static func word(_ name: Substring, of subject: String) -> String? {
        let parts = subject.split(separator: "/", omittingEmptySubsequences: true)
        guard let mark = parts.lastIndex(of: name), mark + 1 < parts.count else { return nil }
        return String(parts[mark + 1])
    }
}

/// Files of recordings that are wanted on this machine.
public struct RecordingDownload: Sendable, Equatable, Codable {
    /// What the files are called, without folder and extension. The same name means the same files: what is there whole
    /// is not fetched again, what is there in part is gone on with.
    public var name: String
    /// The files.
    public var files: RecordingFiles
    /// Seconds.
    public var timeLimit: Double

    /// A wish for files.
    public init(name: String, files: RecordingFiles, timeLimit: Double) {
        (self.name, self.files, self.timeLimit) = (name, files, timeLimit)
    }
}

/// Who fetches and deletes the files of recordings.
public protocol RecordingFileKeeper: Sendable {
    /// Fetches files into the configured folder.
    /// - Parameter completion: called once: 200 with `{"files": [{"path", "bytes", "sha256"}]}`, or an error of the service's
    ///   form.
    func download(_ download: RecordingDownload, completion: @escaping @Sendable (SendResult) -> Void)
    /// Deletes the files at the service.
    /// - Parameter completion: called once: 200, or an error of the service's form.
    func delete(_ files: RecordingFiles, completion: @escaping @Sendable (SendResult) -> Void)
}

/// A node without a folder for recordings.
public struct NoRecordingFiles: RecordingFileKeeper {
    /// A keeper that refuses everything, and says what to do.
    public init() {}

    /// Refuses.
    public func download(_: RecordingDownload, completion: @escaping @Sendable (SendResult) -> Void) {
        completion(Self.refused)
    }

    /// Refuses.
    public func delete(_: RecordingFiles, completion: @escaping @Sendable (SendResult) -> Void) {
        completion(Self.refused)
    }

    private static let refused = SendResult.answered(
        status: 501,
        body: (["error": ["message": "this node has no folder for recordings; start it with --recordings FOLDER"]]
            as JSONValue).encoded)
}
