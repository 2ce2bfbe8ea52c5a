import CallModel

/// Files of the recordings of a story. They are measured where they lie; nothing is written to this machine.
struct StageRecordings: RecordingFileKeeper {
    /// Seconds that a download or a deletion takes.
    private static let pause = 0.05

    let line: any StageLine
    let time: VirtualTime

    func download(_ download: RecordingDownload, completion: @escaping @Sendable (SendResult) -> Void) {
        let line = line
        time.run(after: Self.pause) {
            var files: [JSONValue] = []
            for chunk in download.files.chunks {
                guard let facts = try? line.recordingFile(Self.id(in: chunk.contentLocation)) else {
                    return completion(Self.missing)
                }
                files.append([
                    "path": .string("recordings/\(download.name).\(download.files.format.lowercased())"),
                    "bytes": .integer(Int64(facts.bytes)), "sha256": .string(facts.sha256),
                ])
            }
            completion(.answered(status: 200, body: (["files": .array(files)] as JSONValue).encoded))
        }
    }

    func delete(_ files: RecordingFiles, completion: @escaping @Sendable (SendResult) -> Void) {
        let line = line
        time.run(after: Self.pause) {
            // What is gone was deleted before.
            for chunk in files.chunks { _ = try? line.deleteRecording(Self.id(in: chunk.deleteLocation)) }
            completion(.answered(status: 200, body: []))
        }
    }

    /// `…/recordings/{id}` or `…/recordings/{id}/content`.
    private static func id(in location: String) -> String {
        let parts = location.split(separator: "/")
        guard let mark = parts.lastIndex(of: "recordings"), mark + 1 < parts.count else { return "" }
        return String(parts[mark + 1])
    }

    private static let missing = SendResult.answered(
        status: 404, body: (["error": ["message": "the service has no such file"]] as JSONValue).encoded)
}
