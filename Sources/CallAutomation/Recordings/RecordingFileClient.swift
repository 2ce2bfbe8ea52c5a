import AsyncHTTPClient
import CallModel
import Crypto
import Foundation
import NIOCore
import NIOHTTP1

/// Fetches the files of recordings into a folder, and deletes them at the service. Content goes from socket to disk piece
/// by piece. What a cut leaves is gone on with; a file stands under its own name only when it is whole.
public final class RecordingFileClient: RecordingFileKeeper {
    private let folder: URL
    private let signer: RecordingSigner
    private let client: HTTPClient
    /// More bytes than this are refused.
    private let largest: Int64
    /// Before the second try of a file; twice as long before each further one.
    private let pause: Duration
    private let turns = RecordingTurns()
    private let reaches: @Sendable (RecordingFileStep) -> Void
    /// How often one file is gone on with.
    private static let tries = 6

    /// A client for files.
    /// - Parameters:
    ///   - folder: made when the first file comes.
    ///   - endpoint: the resource's own address: its host is signed, and files may lie there.
    ///   - largest: bytes of one file; 4 GiB.
    ///   - pause: before a second try.
    ///   - reaches: told of each step as soon as it is done, before anything follows.
    public init(
        folder: String, endpoint: ServiceEndpoint, credential: ServiceCredential, client: HTTPClient,
        largest: Int64 = 4 << 30, pause: Duration = .milliseconds(200),
        reaches: @escaping @Sendable (RecordingFileStep) -> Void = { _ in }
    ) {
        self.folder = URL(fileURLWithPath: folder, isDirectory: true)
        self.client = client
        self.largest = largest
        self.pause = pause
        self.reaches = reaches
        signer = RecordingSigner(endpoint: endpoint, credential: credential)
    }

    /// Fetches files into the folder: each whole or not at all. Who wants the same files at the same time waits for the
    /// first, and then has what that has fetched.
    public func download(_ download: RecordingDownload, completion: @escaping @Sendable (SendResult) -> Void) {
        let deadline = NIODeadline.now() + .nanoseconds(Int64(download.timeLimit * 1e9))
        turns.add(download.name) {
            completion(await self.answer { try await self.fetch(download, until: deadline) })
        }
    }

    /// Deletes files at the service; what is gone already counts as deleted.
    public func delete(_ files: RecordingFiles, completion: @escaping @Sendable (SendResult) -> Void) {
        Task {
            completion(
                await answer {
                    for chunk in files.chunks { try await self.delete(chunk) }
                    return [:]
                })
        }
    }

    private func answer(_ work: () async throws -> JSONValue) async -> SendResult {
        do {
            return .answered(status: 200, body: try await work().encoded)
        } catch let fault as RecordingFileFault {
            return .answered(status: fault.status, body: fault.body)
        } catch {
            return .answered(status: 502, body: RecordingFileFault(502, "\(error)").body)
        }
    }

    // MARK: - Fetching

    private func fetch(_ download: RecordingDownload, until deadline: NIODeadline) async throws -> JSONValue {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        var files: [JSONValue] = []
        for (place, chunk) in download.files.chunks.enumerated() {
            let number = download.files.chunks.count > 1 ? "-\(place + 1)" : ""
            let ending = download.files.format.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
            let name = download.name + number + "." + ending
            let file = folder.appendingPathComponent(name)
            if !FileManager.default.fileExists(atPath: file.path) {
                try await fetch(chunk, to: file, until: deadline)
            }
            let (bytes, hash) = try Self.measure(file)
            files.append(["path": .string(file.path), "bytes": .integer(bytes), "sha256": .string(hash)])
        }
        return ["files": .array(files)]
    }

    private func fetch(_ chunk: RecordingFiles.Chunk, to file: URL, until deadline: NIODeadline) async throws {
        let part = RecordingPart(file)
        var last: any Error = RecordingFileFault(504, "the time for the download was up")
        for attempt in 0..<Self.tries {
            if attempt > 0 { try await Task.sleep(for: pause * (1 << (attempt - 1))) }
            guard NIODeadline.now() < deadline else { break }
            do {
                try await goOn(with: part, chunk, until: deadline)
                reaches(.whole)
                try part.finish()
                return reaches(.named)
            } catch let fault as RecordingFileFault where !fault.isPassing {
                throw fault
            } catch { last = error }
        }
        if let fault = last as? RecordingFileFault { throw fault }
        throw RecordingFileFault(504, "the recording could not be fetched whole: \(last)")
    }

    /// One request: from where the part ends.
    private func goOn(
        with part: RecordingPart, _ chunk: RecordingFiles.Chunk, until deadline: NIODeadline
    ) async throws {
        var have = part.size
        var request = try signer.request("GET", chunk.contentLocation)
        if have > 0 { request.headers.add(name: "Range", value: "bytes=\(have)-") }
        let response = try await client.execute(request, deadline: deadline)
        switch response.status.code {
        case 206 where have > 0:
            let range = response.headers.first(name: "Content-Range") ?? ""
            guard range.hasPrefix("bytes \(have)-") else {
                try part.clear()
                throw RecordingFileFault(
                    502, "the service sent another part than asked for (\(range))", isPassing: true)
            }
        // A service without ranges begins anew.
        case 200: (have, _) = (0, try part.clear())
        case 416 where have > 0:
            // What is here does not fit what is there.
            try part.clear()
            throw RecordingFileFault(502, "the file at the service is shorter than what was fetched", isPassing: true)
        case let status:
            throw RecordingFileFault(
                Int(status), "the service answered \(status) for the recording's content",
                isPassing: status == 408 || status == 429 || status >= 500)
        }
        let expected = response.headers.first(name: "Content-Length").flatMap { Int64($0) }
        if let expected, have + expected > largest { throw tooLarge }
        var sum = Insecure.MD5()
        var received: Int64 = 0
        try part.open()
        defer { part.close() }
        for try await piece in response.body {
            received += Int64(piece.readableBytes)
            if have + received > largest { throw tooLarge }
            piece.withUnsafeReadableBytes { sum.update(bufferPointer: $0) }
            try part.append(piece)
            reaches(.part)
        }
        if let expected, received < expected {
            throw RecordingFileFault(
                502, "the connection broke after \(received) of \(expected) bytes", isPassing: true)
        }
        if have == 0, let given = response.headers.first(name: "Content-MD5"),
            Data(base64Encoded: given) != Data(sum.finalize())
        {
            try part.clear()
            throw RecordingFileFault(
                502, "the content does not have the checksum that the service gives", isPassing: true)
        }
    }

    private var tooLarge: RecordingFileFault {
        RecordingFileFault(413, "the recording is larger than \(largest) bytes")
    }

    private func delete(_ chunk: RecordingFiles.Chunk) async throws {
        guard !chunk.deleteLocation.isEmpty else {
            throw RecordingFileFault(404, "the service has named no place to delete the file at")
        }
        let response = try await client.execute(
            try signer.request("DELETE", chunk.deleteLocation), timeout: .seconds(30))
        switch response.status.code {
        // What is gone was deleted before.
        case 200..<300, 404: reaches(.deleted)
        case let status:
            throw RecordingFileFault(Int(status), "the service answered \(status) to the deletion of the recording")
        }
    }

    /// Length and SHA-256 of a file, read piece by piece.
    private static func measure(_ file: URL) throws -> (Int64, String) {
        let handle = try FileHandle(forReadingFrom: file)
        defer { try? handle.close() }
        var (sum, bytes) = (SHA256(), Int64(0))
        while let piece = try handle.read(upToCount: 256 * 1_024), !piece.isEmpty {
            sum.update(data: piece)
            bytes += Int64(piece.count)
        }
        return (bytes, sum.finalize().map { String(UInt16($0) + 256, radix: 16).dropFirst() }.joined())
    }
}

/// Why a file could not be fetched or deleted.
struct RecordingFileFault: Error {
    let status: Int
    let message: String
    /// Whether another try may go well.
    let isPassing: Bool

    init(_ status: Int, _ message: String, isPassing: Bool = false) {
        (self.status, self.message, self.isPassing) = (status, message, isPassing)
    }

    var body: [UInt8] { (["error": ["message": .string(message)]] as JSONValue).encoded }
}
