import CallModel
import HTTPTypes
import Hummingbird
import NIOCore

/// The files of recordings: `GET /recordings/{id}/content` with ranges, `GET …/metadata`, `DELETE /recordings/{id}`. Signed
/// as every request to the service is.
enum RecordingRoutes {
    /// How much is made at a time.
    private static let piece = 64 * 1_024

    static func respond(to request: ServiceRequest, _ emulator: CallEmulator) async -> Response {
        let parts = request.path.split(separator: "/").map(String.init)
        do throws(ServiceError) {
            try await emulator.checkSignature(request)
            switch (request.method, parts.count, parts.last) {
            case ("GET", 3, "content"):
                guard let content = await emulator.recordingContent(parts[1]) else { throw .notFound("Recording") }
                return try answer(content, request.headers["range"])
            case ("GET", 3, "metadata"):
                guard let data = await emulator.recordingMetadata(parts[1]) else { throw .notFound("Recording") }
                return EmulatorServer.response(ServiceResponse(status: 200, body: data))
            case ("DELETE", 2, _):
                guard await emulator.deleteRecording(parts[1]) else { throw .notFound("Recording") }
                return EmulatorServer.response(ServiceResponse(status: 200))
            default: throw .notFound("Recording")
            }
        } catch {
            return EmulatorServer.response(error.response)
        }
    }

    private static func answer(_ content: RecordingContent, _ range: String?) throws(ServiceError) -> Response {
        let wanted = try range.map { text throws(ServiceError) in try Self.range(text, of: content.count) }
        let bytes = wanted ?? 0..<content.count
        var fields = HTTPFields()
        fields[.contentType] = content.type
        fields[.acceptRanges] = "bytes"
        if wanted != nil {
            fields[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(content.count)"
        }
        return Response(
            status: wanted == nil ? .ok : .partialContent, headers: fields,
            body: ResponseBody(contentLength: bytes.count) { writer in
                for start in stride(from: bytes.lowerBound, to: bytes.upperBound, by: piece) {
                    let made = content.bytes(start..<min(start + piece, bytes.upperBound))
                    try await writer.write(ByteBuffer(bytes: made))
                }
                try await writer.finish(nil)
            })
    }

    /// `bytes=a-b` or `bytes=a-`.
    private static func range(_ text: String, of count: Int) throws(ServiceError) -> Range<Int> {
        let fault = ServiceError(status: 416, code: "8523", message: "The range \(text) is none of the \(count) bytes.")
        guard text.hasPrefix("bytes=") else { throw fault }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first >= 0, first < count else { throw fault }
        if ends[1].isEmpty { return first..<count }
        guard let last = Int(ends[1]), last >= first else { throw fault }
        return first..<min(last + 1, count)
    }
}

extension CallEmulator {
    func checkSignature(_ request: ServiceRequest) throws(ServiceError) {
        try core.verifier.check(request, at: time())
    }

    /// The content of a recording's file; nil when there is none.
    func recordingContent(_ id: String) -> RecordingContent? { core.recordingContent(id) }

    func recordingMetadata(_ id: String) -> JSONValue? { core.recordingMetadata(id) }

    func deleteRecording(_ id: String) -> Bool { command { core, _ in core.deleteRecording(id) } }
}
