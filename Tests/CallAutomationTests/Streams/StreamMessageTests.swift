import CallModel
import Testing

@testable import CallAutomation

/// Messages of streams: read in either spelling, written as the service writes them, and never fatal.
struct StreamMessageTests {
    static let messages: [StreamMessage] = [
        .transcriptionMetadata(
            TranscriptionMetadata(
                subscriptionID: "s", locale: "en-US", callConnectionID: "c", correlationID: "k")),
        .transcriptionData(
            TranscriptionData(
                text: "good \"morning\"", confidence: 0.75, offset: 20_000_000, duration: 5_000_000,
                words: [.init(text: "good", offset: 20_000_000, duration: 1)], participantRawID: "4:+14255550100",
                isFinal: false)),
        .transcriptionData(TranscriptionData(text: "")),
        .audioMetadata(AudioMetadata(subscriptionID: "s", sampleRate: 24_000, length: 960)),
        .audioData(
            AudioData(timestamp: "2026-03-12T10:00:00.000Z", participantRawID: "8:acs:a_b", data: [1, 2, 255, 128])),
        .audioData(AudioData(data: [], isSilent: true)), .dtmfData(DtmfData(data: "3")), .stopAudio,
        .unknown(kind: "Weather"),
    ]

    @Test(arguments: messages) func aMessageIsReadAsItWasWritten(_ message: StreamMessage) throws {
        #expect(try StreamMessage(parsing: message.json.encoded) == message)
    }

    @Test(arguments: messages) func theCaseOfNamesMeansNothing(_ message: StreamMessage) throws {
        for change in [{ $0.uppercased() }, { $0.lowercased() }] as [@Sendable (String) -> String] {
            let read = try StreamMessage(parsing: Self.renamed(message.json, change).encoded)
            #expect(read == message)
        }
    }

    private static func renamed(_ json: JSONValue, _ change: (String) -> String) -> JSONValue {
        switch json {
        case .array(let items): .array(items.map { renamed($0, change) })
        case .object(let object):
            .object(JSONObject(object.members.map { (change($0.name), renamed($0.value, change)) }))
        default: json
        }
    }

    @Test func whatGoesBackIsWrittenAsTheSamplesDo() throws {
        let sound = StreamMessage.audioData(AudioData(timestamp: "t", participantRawID: "p", data: [1, 2]))
        #expect(
            sound.jsonToService
                == ["Kind": "AudioData", "AudioData": ["Data": "AQI="], "StopAudio": .null])
        #expect(
            StreamMessage.stopAudio.jsonToService == ["Kind": "StopAudio", "AudioData": .null, "StopAudio": [:]])
        #expect(StreamMessage.dtmfData(DtmfData(data: "1")).jsonToService == nil)
        let back = try StreamMessage(parsing: try #require(sound.jsonToService).encoded)
        #expect(back == .audioData(AudioData(data: [1, 2])))
    }

    @Test(arguments: [
        ("", "the message is"), ("nonsense", "the message is"), ("[]", "no 'kind'"), ("{}", "no 'kind'"),
        (#"{"kind":7}"#, "no 'kind'"), (#"{"kind":"AudioData"}"#, "no member of that name"),
        (#"{"kind":"AudioData","audioData":7}"#, "no member of that name"),
        (#"{"kind":"AudioData","audioData":{}}"#, "no Base64"),
        (#"{"kind":"AudioData","audioData":{"data":"%%%"}}"#, "no Base64"),
        (#"{"kind":"AudioData","audioData":{"data":"AQ=="}}"#, "half a sample"),
        (#"{"kind":"TranscriptionData","transcriptionData":{"text":null}}"#, "no 'text'"),
        (#"{"kind":"AudioMetadata","audioMetadata":{"sampleRate":3}}"#, "sampleRate"),
        (#"{"kind":"AudioMetadata","audioMetadata":{"channels":2}}"#, "channels"),
        (#"{"kind":"DtmfData","dtmfData":{}}"#, "no key"),
    ])
    func whatIsNoMessageSaysWhy(_ text: String, _ words: String) {
        let fault = #expect(throws: StreamFault.self) { try StreamMessage(parsing: Array(text.utf8)) }
        #expect(fault?.description.contains(words) == true, "\(fault?.description ?? "")")
    }

    @Test func eventsHaveTheServicesWords() throws {
        let data = try #require(Self.messages[1].event)
        #expect(data.name == "TranscriptionData")
        #expect(data.data["resultStatus"] == "intermediate" && data.data["confidence"] == 0.75)
        #expect(data.data["participant"]?["rawId"] == "4:+14255550100")
        #expect(data.data["participant"]?["phoneNumber"]?["value"] == "+14255550100")
        #expect(Self.messages[1].isGuess && Self.messages[1].speaker == "4:+14255550100")
        let key = try #require(StreamMessage.dtmfData(DtmfData(data: "3")).event)
        #expect(key.name == "DtmfData" && key.data["tone"] == "three")
        #expect(StreamMessage.dtmfData(DtmfData(data: "flash")).event?.data["tone"] == "flash")
        #expect(StreamMessage.audioData(AudioData(data: [])).event == nil, "sound never becomes an event")
        for message in Self.messages {
            guard let event = message.event else { continue }
            #expect(EventName.streams.contains(event.name))
        }
    }

    /// Bytes that are cut, doubled, exchanged or drawn: a message or a fault, nothing else.
    @Test func noBytesAreFatal() {
        var dice = SplitMix(seed: 20_261_128)
        var read = 0
        let texts = Self.messages.map(\.json.encoded)
        for _ in 0..<20_000 {
            var bytes = texts[Int(dice.next() % UInt64(texts.count))]
            for _ in 0...Int(dice.next() % 4) {
                let place = bytes.isEmpty ? 0 : Int(dice.next() % UInt64(bytes.count))
                switch dice.next() % 5 {
                case 0: bytes = Array(bytes.prefix(place))
                case 1 where !bytes.isEmpty: bytes[place] = UInt8(truncatingIfNeeded: dice.next())
                case 2: bytes.insert(contentsOf: bytes.suffix(place % 40), at: place)
                case 3 where !bytes.isEmpty: bytes.remove(at: place)
                default: bytes.insert(UInt8(truncatingIfNeeded: dice.next()), at: place)
                }
            }
            if let message = try? StreamMessage(parsing: bytes) {
                read += 1
                // What was read can be written, and reads as the same.
                #expect((try? StreamMessage(parsing: message.json.encoded)) == message)
                _ = message.event
            }
        }
        #expect(read > 0 && read < 20_000)
    }

    private struct SplitMix {
        private var state: UInt64
        init(seed: UInt64) { state = seed }
        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}
