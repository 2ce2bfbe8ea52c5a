import AsyncHTTPClient
import CallModel
import Foundation
import NIOConcurrencyHelpers
import Testing

@testable import CallAutomation

/// Files of recordings from servers that cut, lie and refuse.
struct RecordingFileClientTests {
    private static let key = Data("a secret key".utf8).base64EncodedString()

    /// A client of a scripted server, with a folder that is gone afterwards.
    private func with<Value>(
        largest: Int64 = 1_000, reaches: @escaping @Sendable (RecordingFileStep) -> Void = { _ in },
        _ script: @escaping ScriptedServer.Script,
        _ body: (ScriptedServer, RecordingFileClient, URL) async throws -> Value
    ) async throws -> Value {
        let server = try await ScriptedServer.start(script)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("recordings-" + UUID().uuidString)
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        let client = RecordingFileClient(
            folder: folder.path, endpoint: try ServiceEndpoint("http://127.0.0.1:\(server.port)"),
            credential: .accessKey(try AccessKey(base64: Self.key)), client: http, largest: largest,
            pause: .milliseconds(1), reaches: reaches)
        let result: Result<Value, any Error>
        do { result = .success(try await body(server, client, folder)) } catch { result = .failure(error) }
        try? await http.shutdown()
        await server.stop()
        try? FileManager.default.removeItem(at: folder)
        return try result.get()
    }

    private func files(_ server: ScriptedServer, host: String? = nil, format: String = "Wav") throws -> RecordingFiles {
        let place = host ?? "http://127.0.0.1:\(server.port)"
        return try #require(
            RecordingFiles(eventData: [
                "recordingStorageInfo": [
                    "recordingChunks": [
                        [
                            "contentLocation": .string(place + "/files/c?x=1"),
                            "deleteLocation": .string(place + "/files/d"),
                        ]
                    ]
                ], "recordingDurationMs": 2_500, "recordingFormatType": .string(format),
            ]))
    }

    /// The status, and what stands in the answer.
    private func download(
        _ client: RecordingFileClient, _ files: RecordingFiles, name: String = "a"
    ) async throws -> (status: Int, answer: JSONValue) {
        let result = await withCheckedContinuation { done in
            client.download(RecordingDownload(name: name, files: files, timeLimit: 120)) { done.resume(returning: $0) }
        }
        guard case .answered(let status, let body) = result else { throw CancellationError() }
        return (status, try JSONValue(parsing: body))
    }

    private func download(
        _ client: RecordingFileClient, _ server: ScriptedServer
    ) async throws -> (status: Int, answer: JSONValue) { try await download(client, files(server)) }

    private func text(_ folder: URL, _ name: String = "a.wav") -> String? {
        try? String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
    }

    @Test func aFileIsFetchedSignedAndMeasured() async throws {
        try await with({ _, _ in [.answer(200, "0123456789")] }) { server, client, folder in
            let (status, answer) = try await download(client, server)
            #expect(status == 200)
            let file = answer["files"]?[0]
            #expect(file?["bytes"]?.intValue == 10)
            #expect(file?["sha256"] == "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882")
            #expect(file?["path"]?.stringValue?.hasSuffix("/a.wav") == true)
            #expect(text(folder) == "0123456789")
            let request = try #require(server.requests.first)
            #expect(request.head.uri == "/files/c?x=1")
            #expect(request.header("x-ms-host") == "127.0.0.1")
            #expect(request.header("Authorization")?.hasPrefix("HMAC-SHA256 SignedHeaders=") == true)
            #expect(request.header("Range") == nil)
        }
    }

    @Test(arguments: [("Wav", "a.wav"), ("Mp3", "a.mp3"), ("Mp4", "a.mp4"), ("../Mp3\u{E9}", "a.mp3")])
    func aFileEndsAsItsFormatDoes(format: String, name: String) async throws {
        try await with({ _, _ in [.answer(200, "0123456789")] }) { server, client, folder in
            let status = try await download(client, files(server, format: format)).status
            #expect(status == 200)
            #expect(text(folder, name) == "0123456789")
        }
    }

    @Test func aCutFileIsGoneOnWith() async throws {
        try await with({ number, request in
            switch number {
            case 1: [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"), .close]
            case 2: [.write("HTTP/1.1 206 X\r\nContent-Range: bytes 4-9/10\r\nContent-Length: 6\r\n\r\n45"), .close]
            default: [.answer(206, "6789", headers: ["Content-Range: bytes 6-9/10"])]
            }
        }) { server, client, folder in
            let status = try await download(client, server).status
            #expect(status == 200)
            #expect(text(folder) == "0123456789")
            #expect(server.requests.map { $0.header("Range") } == [nil, "bytes=4-", "bytes=6-"])
            #expect(text(folder, "a.wav.part") == nil)
        }
    }

    @Test func stepsAreToldAsTheyAreDone() async throws {
        let seen = NIOLockedValueBox<[RecordingFileStep]>([])
        try await with(
            reaches: { step in seen.withLockedValue { $0.append(step) } },
            { number, _ in
                switch number {
                case 1: [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"), .close]
                case 2: [.answer(206, "456789", headers: ["Content-Range: bytes 4-9/10"])]
                default: [.answer(200, "")]
                }
            }
        ) { server, client, _ in
            #expect(try await download(client, server).status == 200)
            #expect(seen.withLockedValue { $0 } == [.part, .part, .whole, .named])
            let wanted = try files(server)
            await withCheckedContinuation { done in client.delete(wanted) { _ in done.resume() } }
            #expect(seen.withLockedValue { $0.last } == .deleted)
        }
    }

    @Test func aPartThatIsWholeGetsItsName() async throws {
        try await with({ number, _ in number == 1 ? [.answer(416, "")] : [.answer(200, "0123456789")] }) {
            server, client, folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("0123456789".utf8).write(to: folder.appendingPathComponent("a.wav.part"))
            #expect(try await download(client, server).status == 200)
            #expect(text(folder) == "0123456789")
            #expect(text(folder, "a.wav.part") == nil)
        }
    }

    @Test func whatAnotherProcessHasBegunIsGoneOnWith() async throws {
        try await with({ _, _ in [.answer(206, "6789", headers: ["Content-Range: bytes 6-9/10"])] }) {
            server, client, folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data("012345".utf8).write(to: folder.appendingPathComponent("a.wav.part"))
            let status = try await download(client, server).status
            #expect(status == 200)
            #expect(text(folder) == "0123456789")
        }
    }

    @Test func twoWhoWantOneFileAtOnceGetItWhole() async throws {
        // The answer is cut, so that the second would go on with what the first has written.
        try await with({ number, request in
            if request.header("Range") == "bytes=4-" {
                return [.answer(206, "456789", headers: ["Content-Range: bytes 4-9/10"])]
            }
            return [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"), .close]
        }) { server, client, folder in
            let files = try files(server)
            async let first = download(client, files)
            async let second = download(client, files)
            let (one, other) = try await (first, second)
            #expect(one.status == 200 && other.status == 200)
            #expect(one.answer == other.answer)
            #expect(text(folder) == "0123456789")
            #expect(server.requests.count == 2, "what is here is not fetched again")
        }
    }

    @Test func aServerWithoutRangesBeginsAnew() async throws {
        try await with({ number, _ in
            number == 1
                ? [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"), .close] : [.answer(200, "0123456789")]
        }) { server, client, folder in
            let status = try await download(client, server).status
            #expect(status == 200)
            #expect(text(folder) == "0123456789")
        }
    }

    @Test func anotherPartThanAskedForIsNotTaken() async throws {
        try await with({ number, _ in
            switch number {
            case 1: [.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123"), .close]
            case 2: [.answer(206, "789", headers: ["Content-Range: bytes 7-9/10"])]
            default: [.answer(200, "0123456789")]
            }
        }) { server, client, folder in
            let status = try await download(client, server).status
            #expect(status == 200)
            #expect(text(folder) == "0123456789")
        }
    }

    @Test func aWrongChecksumIsNoFile() async throws {
        try await with({ _, _ in [.answer(200, "0123456789", headers: ["Content-MD5: AAAAAAAAAAAAAAAAAAAAAA=="])] }) {
            server, client, folder in
            let (status, answer) = try await download(client, server)
            #expect(status == 502)
            #expect(answer["error"]?["message"]?.stringValue?.contains("checksum") == true)
            #expect(text(folder) == nil)
        }
    }

    @Test func aFileThatIsTooLargeIsGivenUp() async throws {
        for answer in [Step.answer(200, "0123456789"), .write("HTTP/1.1 200 OK\r\n\r\n0123456789")] {
            try await with(largest: 8, { _, _ in [answer] }) { server, client, folder in
                let (status, answer) = try await download(client, server)
                #expect(status == 413)
                #expect(answer["error"]?["message"]?.stringValue?.contains("larger than 8 bytes") == true)
                #expect(server.requests.count == 1)
                #expect(text(folder) == nil)
            }
        }
    }

    @Test(arguments: [
        "https://files.example.com", "http://127.0.0.1", "ftp://x.asm.skype.com", "https://evilasm.skype.com",
        "http://x.asm.skype.com", "https://user@x.asm.skype.com",
    ])
    func aStrangersAddressIsNotAsked(host: String) async throws {
        try await with({ _, _ in [.answer(200, "x")] }) { server, client, _ in
            let (status, _) = try await download(client, files(server, host: host))
            #expect(status == 403 || status == 400)
            #expect(server.requests.isEmpty)
        }
    }

    @Test func whatTheServiceRefusesIsToldAtOnce() async throws {
        try await with({ _, _ in [.answer(404)] }) { server, client, _ in
            let status = try await download(client, server).status
            #expect(status == 404)
            #expect(server.requests.count == 1)
        }
    }

    @Test func troubleThatPassesIsWaitedFor() async throws {
        try await with({ number, _ in number < 3 ? [.answer(503), .close] : [.answer(200, "ok")] }) {
            server, client, folder in
            let status = try await download(client, server).status
            #expect(status == 200)
            #expect(text(folder) == "ok")
        }
    }

    @Test func whatIsHereIsNotFetchedAgain() async throws {
        try await with({ _, _ in [.answer(200, "0123456789")] }) { server, client, _ in
            let files = try files(server)
            let first = try await download(client, files)
            let second = try await download(client, files)
            #expect(first.answer == second.answer)
            #expect(server.requests.count == 1)
        }
    }

    @Test(arguments: [(200, 200), (204, 200), (404, 200), (403, 403)])
    func deletingWhatIsGoneIsDone(answered: Int, told: Int) async throws {
        try await with({ _, _ in [.answer(answered)] }) { server, client, _ in
            let files = try files(server)
            let result = await withCheckedContinuation { done in client.delete(files) { done.resume(returning: $0) } }
            guard case .answered(told, _) = result else { throw CancellationError() }
            #expect(server.requests.first?.head.method == .DELETE)
            #expect(server.requests.first?.head.uri == "/files/d")
        }
    }
}
