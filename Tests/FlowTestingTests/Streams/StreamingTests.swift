import AsyncHTTPClient
import CallAutomation
import CallEmulator
import CallJournal
import CallModel
import CallRuntime
import CallServer
import FlowEngine
import Foundation
import Logging
import NIOPosix
import Testing

@testable import FlowTesting

/// Flows, server and emulator over real sockets: what phones say comes as text, and their sound to files and back.
@Suite(.timeLimit(.minutes(3))) struct StreamingTests {
    private static let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// What a test has at hand: the service, and what the flow was told.
    private struct Line: Sendable {
        let emulator: CallEmulator
        let journal: MemoryJournal
        let folder: String

        /// Events of streams in the newest session's journal.
        func told() async throws -> [(name: String, data: JSONValue)] {
            guard let session = try await journal.sessions(limit: 1).first else { return [] }
            return try await journal.records(of: session.id).compactMap { record in
                guard case .event(let event) = record.body, event.via == .stream else { return nil }
                return (event.event.name, try event.event.parsedData())
            }
        }

        /// Events of the service in it.
        func events() async throws -> [String] {
            guard let session = try await journal.sessions(limit: 1).first else { return [] }
            return try await journal.records(of: session.id).compactMap { record in
                if case .event(let event) = record.body, event.via == .callback { return event.event.name }
                return nil
            }
        }

        /// Waits until something is so; it comes about on other threads.
        func until(_ isSo: () async throws -> Bool) async throws {
            while try await !isSo() {
                try Task.checkCancellation()
                await Task.yield()
            }
        }
    }

    private func serving(_ flow: String, _ body: @escaping @Sendable (Line) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var settings = EmulatorConfiguration()
        settings.mediaSpeed = 5
        let emulator = try CallEmulator(configuration: settings, logger: Self.quiet)
        let address = try await emulator.start()
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let client = try CallAutomationClient(
            endpoint: address.url, credential: .accessKey(try AccessKey(base64: settings.accessKey)),
            eventLoops: [group.next()])
        let journal = MemoryJournal()
        let runtime = CallRuntime(
            loops: [group.next()], journal: journal, sender: client,
            addresses: CallbackAddresses(publicURL: "", secret: [1, 2, 3]), logger: Self.quiet)
        let change = await runtime.generations.load(FlowSources(files: ["desk/main.lua": Array(flow.utf8)]), at: 1)
        if case .refused(let problems) = change { Issue.record("\(problems)") }
        _ = try await runtime.recover()
        var configuration = CallServerConfiguration()
        (configuration.port, configuration.streamsFolder) = (0, folder)
        let server = CallServer(runtime: runtime, configuration: configuration, logger: Self.quiet)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let serving = Task.detached { try await server.run(on: group) { port.yield($0) } }
        var result: Result<Void, any Error> = .success(())
        for await port in ports {
            runtime.addresses.publicURL = "http://127.0.0.1:\(port)"
            await emulator.subscribe(GridSubscription(endpoint: "http://127.0.0.1:\(port)/events/incoming"))
            do { try await body(Line(emulator: emulator, journal: journal, folder: folder)) } catch {
                result = .failure(error)
            }
            break
        }
        await emulator.stop()
        await runtime.drain()
        serving.cancel()
        _ = await serving.result
        await client.shutdown()
        try await group.shutdownGracefully()
        try result.get()
    }

    @Test func whatPhonesSayAndPressComesOverWebSockets() async throws {
        try await serving(
            """
            flow { locale = "en-US" }
            on("IncomingCall", function(call)
              call:answer { transcription = { intermediate = true, start = true }, media_streaming = { dtmf = true } }
              call:start_media_streaming()
              wait_for("DtmfData")
              call:stop_media_streaming()
              call:hang_up { for_everyone = true }
            end)
            on("TranscriptionData", function() end)
            on("TranscriptionMetadata", function() end)
            """
        ) { line in
            let call = try await line.emulator.dial(from: "+14255550100", DialRequest(to: "+18005550199"))
            try await line.until { try await line.events().contains("MediaStreamingStarted") }
            try await line.until { try await line.events().contains("TranscriptionStarted") }
            try await line.emulator.say("I would like to complain", on: "+14255550100")
            try await line.until { try await line.told().contains { $0.data["resultStatus"] == "final" } }
            let told = try await line.told()
            #expect(told.first?.name == "TranscriptionMetadata" && told.first?.data["locale"] == "en-US")
            let said = told.filter { $0.name == "TranscriptionData" }
            #expect(said.last?.data["text"] == "I would like to complain")
            #expect(said.last?.data["participant"]?["rawId"] == "4:+14255550100")
            let streams = try await line.emulator.streams(ofCall: call.callID)
            #expect(streams.map(\.state) == ["active", "active"] && streams.map(\.kind) == [.transcription, .media])
            try await line.emulator.press("7", on: "+14255550100")
            try await line.until { try await line.events().contains("CallDisconnected") }
            #expect(try await line.told().last?.data["tone"] == "seven")
            #expect(try await line.events().contains("MediaStreamingStopped"))
            #expect(try await line.told().allSatisfy { $0.name != "AudioMetadata" }, "nobody listens for it")
        }
    }

    @Test func soundIsWrittenToAFileAndGoesBack() async throws {
        for audio in ["file", "echo"] {
            try await serving(
                """
                on("IncomingCall", function(call)
                  call:answer { media_streaming = { audio = "\(audio)", bidirectional = true, start = true } }
                end)
                """
            ) { line in
                let call = try await line.emulator.dial(from: "+14255550100", DialRequest(to: "+18005550199"))
                func stream() async throws -> StreamView? {
                    try await line.emulator.streams(ofCall: call.callID).first
                }
                try await line.until { try await stream()?.state == "active" }
                try await line.emulator.say("hello there, can anybody hear me?", on: "+14255550100")
                if audio == "echo" {
                    try await line.until { try await (stream()?.receivedBytes ?? 0) > 3_200 }
                    try await line.emulator.hangUp("+14255550100")
                    return
                }
                try await line.until { try await (stream()?.sent ?? 0) > 10 }
                try await line.emulator.hangUp("+14255550100")
                func file() -> Data? {
                    let names = (try? FileManager.default.contentsOfDirectory(atPath: line.folder)) ?? []
                    guard names.count == 1, let name = names.first, name.hasSuffix("-1.wav") else { return nil }
                    return try? Data(contentsOf: URL(fileURLWithPath: "\(line.folder)/\(name)"))
                }
                func isWhole(_ data: Data) -> Bool {
                    let told = data[40..<44].reversed().reduce(0) { $0 << 8 | Int($1) }
                    return told > 0 && told == data.count - 44
                }
                try await line.until { file().map(isWhole) ?? false }
                let sound = try #require(file())
                #expect(sound.count >= 44 + 9 * 640 && sound.dropFirst(44).contains { $0 != 0 }, "somebody hums")
            }
        }
    }

    @Test func aPeerThatIsNotThereIsTheFlowsFailure() async throws {
        try await serving(
            """
            flow { locale = "en-US", voice = "en-US-AvaNeural" }
            on("IncomingCall", function(call)
              call:answer { transcription = { locale = "en-US", transport_url = "ws://127.0.0.1:1/nobody" } }
              local _, err = call:start_transcription()
              call:play { text = err.code .. " " .. err.sub_code }
            end)
            """
        ) { line in
            let call = try await line.emulator.dial(from: "+14255550100", DialRequest(to: "+18005550199"))
            try await line.until { try await line.events().contains("PlayStarted") }
            let entries = try await line.emulator.read { core throws(ControlError) in
                try core.timeline(of: call.callID).entries
            }
            #expect(entries.contains { $0.kind == .playStarted && $0.text == "500 8578" })
            #expect(try await line.events().contains("TranscriptionFailed"))
        }
    }
}
