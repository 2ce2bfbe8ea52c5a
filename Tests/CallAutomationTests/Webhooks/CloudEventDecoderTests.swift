import CallModel
import Testing

@testable import CallAutomation

@Suite struct CloudEventDecoderTests {
    private let json = lookup(["content-type": "application/json; charset=utf-8"])

    private func decode(_ text: String, _ headers: [String: String] = [:]) throws(WebhookFault) -> [CallEvent] {
        try CloudEventDecoder.decode(body: Array(text.utf8), headers: lookup(headers))
    }

    @Test(arguments: Fixture.names(in: "events"))
    func everyExampleDecodes(_ name: String) throws {
        let body = try Fixture.bytes("events/\(name)")
        let events = try CloudEventDecoder.decode(body: body, headers: json)
        let event = try #require(events.first)
        let envelope = try #require(try JSONValue(parsing: body)[0])
        #expect(events.count == 1)
        #expect(event.name == name.prefix { $0 != "." })
        #expect(EventName.isKnown(event.name))
        #expect(event.id == envelope["id"]?.stringValue)
        #expect(event.source == envelope["source"]?.stringValue)
        #expect(event.subject == envelope["subject"]?.stringValue)
        #expect(event.time == envelope["time"]?.stringValue)
        #expect(try event.parsedData() == envelope["data"])
        let keys = event.scannedKeys()
        #expect(keys.callConnectionID == envelope["data"]?["callConnectionId"]?.stringValue)
        #expect(keys.operationContext == envelope["data"]?["operationContext"]?.stringValue)
        #expect(keys.correlationID == envelope["data"]?["correlationId"]?.stringValue)
        #expect(keys.serverCallID == envelope["data"]?["serverCallId"]?.stringValue)
    }

    @Test func theExamplesAreThere() {
        #expect(Fixture.names(in: "events").count == 27)
    }

    @Test func dataKeepsItsBytesToTheLetter() throws {
        let event = try #require(
            try decode(
                "[ {\"id\":\"1\",\"type\":\"t\",\"data\" :  {\"a\" : 1.50, \"b\":\"\\u00e9\"} ,\"source\":\"s\"} ]"
            ).first)
        #expect(String(decoding: event.data, as: UTF8.self) == "{\"a\" : 1.50, \"b\":\"\\u00e9\"}")
    }

    @Test func allThreeModesGiveTheSameEvent() throws {
        let type = "Microsoft.Communication.PlayCompleted"
        let envelope =
            "{\"id\":\"1\",\"type\":\"\(type)\",\"source\":\"s\",\"subject\":\"u\",\"time\":\"t\",\"data\":{\"a\":1}}"
        let wanted = CallEvent(
            id: "1", name: "PlayCompleted", source: "s", subject: "u", time: "t", data: Array("{\"a\":1}".utf8))
        for (body, type) in [
            ("[\(envelope)]", "application/cloudevents-batch+json"), ("[\(envelope)]", "Application/JSON"),
            (envelope, "application/cloudevents+json; charset=utf-8"), (envelope, "application/json"),
        ] {
            #expect(try decode(body, ["content-type": type]) == [wanted])
        }
        #expect(try decode(envelope) == [wanted])
        let binary = [
            "content-type": "application/json", "ce-specversion": "1.0", "ce-id": "1", "ce-type": type,
            "ce-source": "s",
            "ce-subject": "u", "ce-time": "t",
        ]
        #expect(try decode("{\"a\":1}", binary) == [wanted])
    }

    @Test func typesOfOthersStayWhole() throws {
        let event = try decode("{\"id\":\"1\",\"type\":\"Contoso.Thing\",\"source\":\"s\"}").first
        #expect(event?.name == "Contoso.Thing")
        #expect(event?.data == [])
    }

    @Test func base64DataIsDecoded() throws {
        let text = "{\"id\":\"1\",\"type\":\"t\",\"source\":\"s\",\"data_base64\":\"e30=\"}"
        #expect(try decode(text).first?.data == Array("{}".utf8))
        #expect(throws: WebhookFault.self) {
            try decode(text.replacing("e30=", with: "***"))
        }
    }

    @Test func aBatchMayBeEmpty() throws {
        #expect(try decode("[]") == [])
    }

    @Test(arguments: [
        ("[{\"type\":\"t\",\"source\":\"s\"}]", "event 1 of the batch has no id, or one that is no text"),
        ("[{\"id\":\"1\",\"type\":\"t\",\"source\":\"\"}]", "source of event 1 of the batch is empty"),
        ("{\"id\":\"1\",\"type\":\"\",\"source\":\"s\"}", "type of the event is empty"),
        ("{\"id\":7,\"type\":\"t\",\"source\":\"s\"}", "the event has no id, or one that is no text"),
        ("{\"id\":null,\"type\":\"t\",\"source\":\"s\"}", "the event has no id, or one that is no text"),
    ])
    func whatIsMissingIsNamed(_ body: String, _ sentence: String) {
        #expect(throws: WebhookFault(.missingAttribute, sentence)) { try decode(body) }
    }

    @Test(arguments: [
        "", "   ", "7", "\"a\"", "null", "[7]", "[[]]", "[{}", "{}x", "<xml/>", "[{},]", "{\"id\":\"\\q\"}",
    ])
    func whatIsNoEventIsRefused(_ body: String) throws {
        let fault = try #require(throws: WebhookFault.self) { try decode(body) }
        #expect(fault.status == 400)
    }

    @Test func faultsInHeadersOfBinaryModeAreNamed() throws {
        let fault = try #require(throws: WebhookFault.self) { try decode("{}", ["ce-id": "1", "ce-source": "s"]) }
        #expect(fault.description.contains("ce-type"))
        let cut = try #require(throws: WebhookFault.self) {
            try decode("{", ["ce-id": "1", "ce-source": "s", "ce-type": "t"])
        }
        #expect(cut.kind == .notJSON)
        let image = ["ce-id": "1", "ce-source": "s", "ce-type": "t", "content-type": "image/png"]
        #expect(try #require(throws: WebhookFault.self) { try decode("x", image) }.status == 415)
    }

    @Test func otherContentTypesGet415() throws {
        for type in ["text/plain", "application/xml", "application/x-www-form-urlencoded; charset=utf-8"] {
            let fault = try #require(throws: WebhookFault.self) { try decode("[]", ["content-type": type]) }
            #expect(fault.status == 415)
        }
    }

    @Test func aHundredEventsPassAndOneMoreIs413() throws {
        func batch(_ count: Int) -> String {
            "[\((0..<count).map { "{\"id\":\"\($0)\",\"type\":\"t\",\"source\":\"s\"}" }.joined(separator: ","))]"
        }
        #expect(try decode(batch(100)).count == 100)
        #expect(try #require(throws: WebhookFault.self) { try decode(batch(101)) }.status == 413)
    }

    @Test func everyTruncationOfABodyIsAFaultAndNoCrash() throws {
        for name in ["RecognizeCompleted.dtmf.json", "ParticipantsUpdated.json"] {
            var body = try Fixture.bytes("events/\(name)")
            while let last = body.last, last == 0x0A || last == 0x20 { body.removeLast() }
            for length in 0..<body.count {
                #expect(throws: WebhookFault.self) {
                    try CloudEventDecoder.decode(body: Array(body.prefix(length)), headers: json)
                }
            }
        }
    }

    @Test func everyByteMayBreakWithoutACrash() throws {
        let body = try JSONValue(parsing: try Fixture.bytes("events/CallConnected.json")).encoded
        for index in body.indices {
            for byte: UInt8 in [0x00, 0x22, 0x5C, 0x7B, 0x5D, 0xFF] {
                var broken = body
                broken[index] = byte
                _ = try? CloudEventDecoder.decode(body: broken, headers: json)
            }
        }
    }

    @Test func deepNestingIsRefused() throws {
        let deep = "{\"id\":\"1\",\"data\":" + String(repeating: "[", count: 100_000)
        #expect(try #require(throws: WebhookFault.self) { try decode(deep) }.kind == .notJSON)
    }
}
