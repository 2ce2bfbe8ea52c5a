import CallJournal
import CallModel
import FlowEngine
import Testing

@testable import CallRuntime

/// How what streams tell comes to sessions: ten times a second, and only where somebody listens.
struct StreamDeliveryTests {
    private static let hook = """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call) call:answer { transcription = {} } end)
        on("TranscriptionData", function(call, event) log.info(event.text) end)
        """
    private static let deaf = """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call) call:answer { transcription = {} } wait_for("Signal") end)
        """
    private static let waiting = """
        flow { locale = "en-US", voice = "v" }
        on("IncomingCall", function(call)
          call:answer { transcription = {} }
          wait_for("TranscriptionData")
          wait_for("Signal")
        end)
        """

    private func said(_ text: String, by speaker: String = "ada", isGuess: Bool = false) -> StreamInput {
        let data: JSONValue = ["text": .string(text)]
        return StreamInput(name: "TranscriptionData", data: data.encoded, speaker: speaker, isGuess: isGuess)
    }

    private func texts(_ harness: RuntimeHarness, _ session: SessionID) async throws -> [String] {
        try await harness.journal.records(of: session).compactMap { record in
            guard case .event(let event) = record.body, event.via == .stream else { return nil }
            #expect(event.leg == OperationID(1) && event.event.name == "TranscriptionData")
            return try event.event.parsedData()["text"]?.stringValue
        }
    }

    private func session(_ harness: RuntimeHarness) async throws -> (SessionID, CallbackAddress) {
        _ = await harness.incoming("offer")
        try await harness.idle()
        let session = try await harness.session()
        _ = await harness.callback(session, "CallConnected", context: "1.1", id: "up")
        try await harness.idle()
        let url = harness.runtime.addresses.streamAddress(session, OperationID(1))
        let token = String(url.split(separator: "/").last ?? "")
        let address = try #require(
            harness.runtime.addresses.checkStream(session: session.text, operation: "1", token: token))
        return (session, address)
    }

    @Test func aFlowGetsTheFirstAtOnceAndTheRestTenTimesASecond() async throws {
        try await RuntimeHarness.run(["desk": Self.hook]) { harness in
            let (id, address) = try await session(harness)
            harness.runtime.streamed(said("a"), at: address)
            try await harness.idle()
            #expect(try await texts(harness, id) == ["a"])
            for word in ["b", "c"] { harness.runtime.streamed(said(word), at: address) }
            harness.runtime.streamed(said("gue", isGuess: true), at: address)
            harness.runtime.streamed(said("guess", isGuess: true), at: address)
            try await harness.idle()
            #expect(try await texts(harness, id) == ["a"], "not within 100 ms")
            try await harness.clock.advance(0.09)
            try await harness.idle()
            #expect(try await texts(harness, id) == ["a"])
            try await harness.clock.advance(0.02)
            try await harness.idle()
            #expect(try await texts(harness, id) == ["a", "b", "c", "guess"])
            try await harness.clock.advance(1)
            harness.runtime.streamed(said("d"), at: address)
            try await harness.idle()
            #expect(try await texts(harness, id).last == "d")
        }
    }

    @Test func nobodyListensNothingIsJournaled() async throws {
        try await RuntimeHarness.run(["desk": Self.deaf]) { harness in
            let (id, address) = try await session(harness)
            for _ in 0..<50 { harness.runtime.streamed(said("x"), at: address) }
            try await harness.clock.advance(1)
            try await harness.idle()
            #expect(try await texts(harness, id).isEmpty)
        }
    }

    @Test func aWaitListensUntilItHasHeard() async throws {
        try await RuntimeHarness.run(["desk": Self.waiting]) { harness in
            let (id, address) = try await session(harness)
            harness.runtime.streamed(said("a"), at: address)
            try await harness.idle()
            harness.runtime.streamed(said("b"), at: address)
            try await harness.clock.advance(1)
            try await harness.idle()
            #expect(try await texts(harness, id) == ["a"])
        }
    }

    @Test func aSessionThatLeftMemoryComesBackForIt() async throws {
        var settings = RuntimeSettings()
        settings.memoryTarget = 1
        try await RuntimeHarness.run(["desk": Self.waiting], settings: settings) { harness in
            let (id, address) = try await session(harness)
            #expect(await harness.runtime.sessionsInMemory() == 0)
            harness.runtime.streamed(said("a"), at: address)
            try await harness.idle()
            try await harness.eventually("it was read back") { try await texts(harness, id) == ["a"] }
        }
    }

    @Test func anAddressIsGoodForOneThingOnly() async throws {
        let addresses = CallbackAddresses(publicURL: "https://calls.test/base", secret: [1])
        let id = SessionID(partition: 3, random: (4, 5))
        let url = addresses.streamAddress(id, OperationID(7), audio: .echo)
        #expect(url.hasPrefix("wss://calls.test/base/streams/\(id)/7/") && url.hasSuffix("?audio=echo"))
        let token = String(url.split(separator: "/").last?.prefix { $0 != "?" } ?? "")
        #expect(addresses.checkStream(session: id.text, operation: "7", token: token)?.operation == OperationID(7))
        #expect(addresses.checkStream(session: id.text, operation: "8", token: token) == nil)
        #expect(addresses.check(session: id.text, operation: "7", token: token) == nil, "no callback address")
        let callback = String(addresses.address(id, OperationID(7)).split(separator: "/").last ?? "")
        #expect(addresses.checkStream(session: id.text, operation: "7", token: callback) == nil)
        addresses.publicURL = "http://localhost:1"
        #expect(addresses.streamAddress(id, OperationID(7)).hasPrefix("ws://localhost:1/streams/"))
        let keys = CallbackKeys(.init(id: 2, secret: [2]), older: [.init(id: 1, secret: [1])])
        let newer = CallbackAddresses(publicURL: "https://calls.test", keys: keys)
        let numbered = String(newer.streamAddress(id, OperationID(7)).split(separator: "/").last ?? "")
        #expect(numbered.hasSuffix(".2"))
        #expect(newer.checkStream(session: id.text, operation: "7", token: numbered) != nil)
    }
}
