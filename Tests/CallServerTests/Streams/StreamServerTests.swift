import CallAutomation
import CallModel
import CallRuntime
import Foundation
import NIOCore
import Testing

@testable import CallServer

/// Streams over real web sockets.
@Suite(.timeLimit(.minutes(3))) struct StreamServerTests {
    private static let flow = """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call) call:answer { transcription = {}, media_streaming = {} } end)
        on("TranscriptionData", function(call, event) call:play { text = event.text } end)
        on("DtmfData", function(call, event) call:play { text = "key " .. event.tone } end)
        """

    /// A server with one call that is up, and the address of its streams.
    private func serving(
        _ change: @escaping (inout CallServerConfiguration) -> Void = { _ in },
        _ body: @escaping @Sendable (TestEdge, _ url: String) async throws -> Void
    ) async throws {
        try await TestEdge.with(["desk/main.lua": Self.flow], configuration: change) { edge in
            _ = try await edge.post("/events/incoming", TestEdge.incoming(id: "1"))
            let answer = await edge.requests(1)[0]
            let path = try await edge.callbackPath()
            _ = try await edge.post(path, TestEdge.callback("CallConnected", id: "2", context: "1.1"))
            let options = try JSONValue(parsing: answer.body)["transcriptionOptions"]
            let address = try #require(options?["transportUrl"]?.stringValue)
            #expect(address.hasPrefix("ws://edge/streams/"))
            try await body(edge, edge.url.replacing("http://", with: "ws://") + address.dropFirst("ws://edge".count))
        }
    }

    private func played(_ edge: TestEdge, _ count: Int) async throws -> [String] {
        try await edge.requests(1 + count).dropFirst().map { request in
            try JSONValue(parsing: request.body)["playSources"]?[0]?["text"]?["text"]?.stringValue ?? request.path
        }
    }

    private static func said(_ text: String) -> String {
        StreamMessage.transcriptionData(TranscriptionData(text: text, participantRawID: "4:+14255550100")).json.text
    }

    @Test func whatIsSaidReachesTheFlow() async throws {
        try await serving { edge, url in
            let client = try await StreamClient.connect(url, headers: [("Authorization", "Bearer a.b.c")])
            client.send(#"{"KIND":"TranscriptionMetadata","TranscriptionMetadata":{"Locale":"en-US"}}"#)
            client.send(Self.said("good morning"))
            #expect(try await played(edge, 1) == ["good morning"])
            client.send(.text, Array(#"{"kind":"DtmfData","#.utf8), isLast: false)
            client.send(.continuation, Array(#""dtmfData":{"data":"3"}}"#.utf8))
            #expect(try await played(edge, 2) == ["good morning", "key three"])
            client.send(#"{"kind":"Weather","weather":{}}"#)
            client.send(.ping, [1])
            client.send(.connectionClose, [0x03, 0xE8])
            try await client.until { $0.isClosed }
            #expect(client.closeCode == 1_000, "a close is answered")
        }
    }

    @Test func anAddressThatIsNotOursIsRefused() async throws {
        try await serving { edge, url in
            let http = url.replacing("ws://", with: "http://").dropFirst(edge.url.count)
            let upgrade = [
                ("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"),
                ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ]
            for wrong in [String(http.dropLast(1)) + "-", "/streams/", "/streams/a/b", String(http) + "/x"] {
                #expect(try await edge.send("GET", wrong, headers: upgrade).status == 403, "\(wrong)")
            }
            let plain = try await edge.send("GET", String(http))
            #expect(plain.status == 426 && plain.header("Upgrade") == "websocket")
            #expect(try await edge.send("GET", String(http), headers: Array(upgrade.dropLast())).status == 426)
            // A callback address is no stream address.
            let callback = try await edge.callbackPath()
            let parts = callback.split(separator: "/")
            #expect(
                try await edge.send("GET", "/streams/" + parts.suffix(3).joined(separator: "/"), headers: upgrade)
                    .status == 403)
            await #expect(throws: (any Error).self) { try await StreamClient.connect(url + "x") }
            #expect(try await edge.send("GET", "/health/live").status == 200)
        }
    }

    @Test(arguments: [
        ("nonsense", 1_007, "the message is"), (#"{"kind":"AudioData","audioData":{"data":"%"}}"#, 1_007, "no Base64"),
        ("{}", 1_007, "no 'kind'"), (#"{"kind":"DtmfData"}"#, 1_007, "no member"),
    ])
    func whatIsNoMessageClosesTheConnectionAndSaysWhy(_ text: String, _ code: Int, _ words: String) async throws {
        try await serving { edge, url in
            let other = try await StreamClient.connect(url)
            let client = try await StreamClient.connect(url)
            client.send(text)
            try await client.until { $0.isClosed }
            #expect(client.closeCode == code && client.closeReason.contains(words), "\(client.closeReason)")
            other.send(Self.said("still here"))
            #expect(try await played(edge, 1) == ["still here"], "nothing else is disturbed")
        }
    }

    @Test func binaryAndTooMuchAndWhatIsNoFrameCloseIt() async throws {
        try await serving { edge, url in
            let binary = try await StreamClient.connect(url)
            binary.send(.binary, [1, 2, 3])
            try await binary.until { $0.isClosed }
            #expect(binary.closeCode == 1_003)
            let large = try await StreamClient.connect(url)
            large.send(Self.said(String(repeating: "x", count: 70_000)))
            try await large.until { $0.isClosed }
            #expect(large.closeCode == 1_009)
            let pieces = try await StreamClient.connect(url)
            pieces.send(.text, [UInt8](repeating: 0x20, count: 60_000), isLast: false)
            pieces.send(.continuation, [UInt8](repeating: 0x20, count: 60_000))
            try await pieces.until { $0.isClosed }
            #expect(pieces.closeCode == 1_009)
            let disorder = try await StreamClient.connect(url)
            disorder.send(.continuation, [0x20])
            try await disorder.until { $0.isClosed }
            #expect(disorder.closeCode == 1_002)
            let raw = try await StreamClient.connect(url)
            try await raw.sendRaw([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
            try await raw.until { $0.isClosed }
            let fine = try await StreamClient.connect(url)
            fine.send(Self.said("fine"))
            #expect(try await played(edge, 1) == ["fine"])
        }
    }

    @Test func aNewerConnectionTakesThePlaceOfTheOlder() async throws {
        try await serving { edge, url in
            let older = try await StreamClient.connect(url)
            older.send(Self.said("a"))
            #expect(try await played(edge, 1) == ["a"])
            let sound = try await StreamClient.connect(url)
            sound.send(#"{"kind":"DtmfData","dtmfData":{"data":"1"}}"#)
            #expect(try await played(edge, 2).last == "key one")
            let newer = try await StreamClient.connect(url)
            #expect(!older.isClosed)
            newer.send(Self.said("b"))
            try await older.until { $0.isClosed }
            #expect(older.closeCode == 1_001 && older.closeReason.contains("newer"))
            #expect(try await played(edge, 3).last == "b")
            #expect(!sound.isClosed, "it is another stream")
        }
    }

    @Test func whoSaysNothingIsAskedAndThenGone() async throws {
        try await serving { configuration in
            configuration.streamLimits.pingInterval = 0.02
            configuration.streamLimits.silence = 0.3
        } _: { edge, url in
            let dead = try await StreamClient.connect(url, answersPings: false)
            try await dead.until { $0.isClosed }
            #expect(dead.closeCode == 1_001 && dead.pings > 0)
        }
    }

    @Test func whoFloodsIsReadMoreSlowly() async throws {
        try await serving {
            $0.streamLimits.messagesPerSecond = 20
        } _: { edge, url in
            let flood = try await StreamClient.connect(url)
            // Far more than sockets hold: the rest waits on this side.
            let frame = StreamMessage.audioData(AudioData(data: [UInt8](repeating: 0, count: 40_000))).json.text
            var sent = 0
            while sent < 2_000, try await flood.isWritable() {
                flood.send(frame)
                sent += 1
            }
            #expect(!flood.isClosed && sent < 2_000, "the other side does not take it all")
            // Others are served meanwhile.
            let other = try await StreamClient.connect(url)
            other.send(Self.said("fine"))
            #expect(try await played(edge, 1) == ["fine"])
            #expect(try await edge.send("GET", "/health/live").status == 200)
            await flood.close()
        }
    }

    @Test func soundComesBackWhereTheFlowWantsIt() async throws {
        try await serving { edge, url in
            let client = try await StreamClient.connect(url + "?audio=echo")
            client.send(#"{"kind":"AudioMetadata","audioMetadata":{"sampleRate":16000,"channels":1,"length":640}}"#)
            for sample in [1, 2] as [UInt8] {
                client.send(
                    StreamMessage.audioData(AudioData(timestamp: "t", participantRawID: "p", data: [sample, 0])).json
                        .text)
            }
            try await client.until { $0.texts.count == 2 }
            #expect(client.texts[0] == #"{"Kind":"AudioData","AudioData":{"Data":"AQA="},"StopAudio":null}"#)
            #expect(client.texts[1].contains("AgA="))
        }
    }

    @Test func whoDoesNotReadItsEchoMissesIt() async throws {
        try await serving { edge, url in
            let client = try await StreamClient.connect(url + "?audio=echo", reads: false)
            let frame = StreamMessage.audioData(AudioData(data: [UInt8](repeating: 0, count: 40_000))).json.text
            // More than all sockets between hold; what does not fit is dropped, not kept.
            for _ in 0..<200 { client.send(frame) }
            client.send(Self.said("heard all"))
            #expect(try await played(edge, 1) == ["heard all"])
            await client.close()
        }
    }

    @Test func soundIsWrittenToFiles() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await serving {
            $0.streamsFolder = folder
        } _: { edge, url in
            for _ in 1...2 {
                let client = try await StreamClient.connect(url + "?audio=file")
                client.send(#"{"kind":"AudioMetadata","audioMetadata":{"sampleRate":24000,"channels":1,"length":960}}"#)
                for (who, sample) in [("4:+14255550100", 1), ("8:acs:a/../b", 2), ("4:+14255550100", 3)] {
                    client.send(
                        StreamMessage.audioData(
                            AudioData(participantRawID: who, data: [UInt8(sample), 0])
                        ).json.text)
                }
                client.send(.connectionClose, [0x03, 0xE8])
                try await client.until { $0.isClosed }
            }
            let session = try #require(url.split(separator: "/").dropFirst(3).first)
            let names = ["\(session)-1-4_+14255550100", "\(session)-1-8_acs_a____b"]
            let wanted = names.flatMap { [$0 + "-2.wav", $0 + ".wav"] }.sorted()
            func there() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder).sorted()) ?? [] }
            func bytes(_ name: String) -> [UInt8] {
                (try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))).map { Array($0) } ?? []
            }
            // The header is written last.
            while there() != wanted || there().contains(where: { bytes($0).dropFirst(40).first == 0 }) {
                try Task.checkCancellation()
                await Task.yield()
            }
            #expect(Array(bytes(names[0] + ".wav").suffix(4)) == [1, 0, 3, 0])
            #expect(Array(bytes(names[1] + "-2.wav").suffix(2)) == [2, 0])
            #expect(bytes(names[0] + ".wav")[24...25] == [0xC0, 0x5D], "24,000 a second")
        }
    }
}
