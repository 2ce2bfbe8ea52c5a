import CallAudio
import HTTPTypes
import Hummingbird
import NIOCore

/// A file of sound as an answer, whole or a range of it.
enum SoundAnswer {
    static func response(_ file: SoundFile, _ range: String?) async throws(ServiceError) -> Response {
        let wanted = try range.map { text throws(ServiceError) in try Self.range(text, of: file.count) }
        let bytes = wanted ?? 0..<file.count
        // Before the head, so that it can still say what is wrong.
        let first: [UInt8]
        do throws(SoundFile.VoiceLost) { first = try await piece(of: file, bytes, from: bytes.lowerBound) } catch {
            throw ServiceError(status: 503, code: "9001", message: error.description, retryAfter: 60)
        }
        var fields = HTTPFields()
        fields[.contentType] = file.type
        fields[.acceptRanges] = "bytes"
        if wanted != nil {
            fields[.contentRange] = "bytes \(bytes.lowerBound)-\(bytes.upperBound - 1)/\(file.count)"
        }
        return Response(
            status: wanted == nil ? .ok : .partialContent, headers: fields,
            body: ResponseBody(contentLength: bytes.count) { writer in
                var made = first
                var next = bytes.lowerBound
                while !made.isEmpty {
                    next += made.count
                    try await writer.write(ByteBuffer(bytes: made))
                    made = try await piece(of: file, bytes, from: next)
                }
                try await writer.finish(nil)
            })
    }

    /// Some of the bytes; none behind the last.
    private static func piece(
        of file: SoundFile, _ bytes: Range<Int>, from start: Int
    ) async throws(SoundFile.VoiceLost) -> [UInt8] {
        let end = min(start + AudioFile.chunkSize, bytes.upperBound)
        guard start < end else { return [] }
        return try await SoundThread.run { () throws(SoundFile.VoiceLost) in try file.bytes(start..<end) }
    }

    /// `bytes=a-b` or `bytes=a-`.
    private static func range(_ text: String, of count: Int) throws(ServiceError) -> Range<Int> {
        let fault = ServiceError(status: 416, code: "8523", message: "The range \(text) is none of the \(count) bytes.")
        guard text.hasPrefix("bytes=") else { throw fault }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Int(ends[0]), first >= 0, first < count else { throw fault }
        if ends[1].isEmpty { return first..<count }
        guard let last = Int(ends[1]), last >= first else { throw fault }
        // Not one more than the last: that number may not exist.
        return first..<min(last, count - 1) + 1
    }
}
