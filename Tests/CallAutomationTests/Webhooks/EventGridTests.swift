import CallModel
import Testing

@testable import CallAutomation

@Suite struct EventGridTests {
    private func decode(_ text: String, _ headers: [String: String] = [:]) throws(WebhookFault) -> EventGridDelivery {
        try EventGridDecoder.decode(body: Array(text.utf8), headers: lookup(headers))
    }

    private let validation = """
        [{"id":"2d1781af","topic":"/subscriptions/x","subject":"","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent",
        "eventTime":"2026-03-12T10:00:00Z","metadataVersion":"1","dataVersion":"2",
        "data":{"validationCode":"512d38b6","validationUrl":"https://rp.test/validate"}}]
        """

    @Test func theSubscriptionIsValidated() throws {
        let wanted = EventGridDelivery.validation(code: "512d38b6", url: "https://rp.test/validate")
        #expect(try decode(validation, ["aeg-event-type": "SubscriptionValidation"]) == wanted)
        #expect(try decode(validation) == wanted)
        #expect(
            String(decoding: EventGridHandshake.validationBody(code: "5\"1"), as: UTF8.self)
                == "{\"validationResponse\":\"5\\\"1\"}")
    }

    @Test func aValidationWithoutACodeOrWithoutItsEventIsAFault() throws {
        let noCode = validation.replacing("validationCode", with: "code")
        #expect(try #require(throws: WebhookFault.self) { try decode(noCode) }.kind == .missingAttribute)
        let notification = "[{\"id\":\"1\",\"topic\":\"t\",\"eventType\":\"e\"}]"
        #expect(
            try #require(throws: WebhookFault.self) {
                try decode(notification, ["aeg-event-type": "SubscriptionValidation"])
            }.kind == .wrongShape)
    }

    @Test func bothSchemasGiveTheSameEvents() throws {
        let grid = """
            [{"id":"1","topic":"/sub","subject":"/caller/a","eventType":"Microsoft.Communication.IncomingCall",
            "eventTime":"2026-03-12T10:00:00Z","dataVersion":"1.0","data":{"a":1}}]
            """
        let cloud = """
            {"id":"1","source":"/sub","subject":"/caller/a","type":"Microsoft.Communication.IncomingCall",
            "time":"2026-03-12T10:00:00Z","specversion":"1.0","data":{"a":1}}
            """
        let wanted = CallEvent(
            id: "1", name: "IncomingCall", source: "/sub", subject: "/caller/a", time: "2026-03-12T10:00:00Z",
            data: Array("{\"a\":1}".utf8))
        let headers = ["aeg-event-type": "Notification", "content-type": "application/json; charset=utf-8"]
        #expect(try decode(grid, headers) == .events([wanted]))
        #expect(try decode(cloud, ["content-type": "application/cloudevents+json"]) == .events([wanted]))
        #expect(try decode("[\(cloud)]", ["content-type": "application/cloudevents-batch+json"]) == .events([wanted]))
    }

    @Test(arguments: Fixture.names(in: "eventgrid"))
    func theServicesExamplesDecode(_ name: String) throws {
        let delivery = try EventGridDecoder.decode(body: try Fixture.bytes("eventgrid/\(name)"), headers: lookup([:]))
        guard case .events(let events) = delivery else {
            Issue.record("\(name) is no delivery of events")
            return
        }
        #expect(EventName.isKnown(try #require(events.first).name))
    }

    @Test func missingMembersAreNamedInTheirSchemasWords() {
        #expect(throws: WebhookFault(.missingAttribute, "event 1 of the batch has no topic, or one that is no text")) {
            try decode("[{\"id\":\"1\",\"eventType\":\"e\"}]")
        }
        #expect(throws: WebhookFault(.missingAttribute, "event 1 of the batch has no type, or one that is no text")) {
            try decode("[{\"id\":\"1\"}]")
        }
    }

    @Test func everyTruncationIsAFault() throws {
        let body = Array(validation.utf8)
        for length in 0..<body.count {
            #expect(throws: WebhookFault.self) {
                try EventGridDecoder.decode(body: Array(body.prefix(length)), headers: lookup([:]))
            }
        }
    }

    @Test func aWrongContentTypeIs415() throws {
        let fault = try #require(throws: WebhookFault.self) { try decode("[]", ["content-type": "text/html"]) }
        #expect(fault.status == 415)
    }

    @Test func theOptionsHandshakeAllowsOriginAndRate() throws {
        let answer = try #require(
            EventGridHandshake.optionsAnswer(
                headers: lookup(["webhook-request-origin": "eventgrid.azure.net", "webhook-request-rate": "120"])))
        #expect(answer.contains { $0.name == "WebHook-Allowed-Origin" && $0.value == "eventgrid.azure.net" })
        #expect(answer.contains { $0.name == "WebHook-Allowed-Rate" && $0.value == "120" })
        let free = try #require(
            EventGridHandshake.optionsAnswer(headers: lookup(["webhook-request-origin": "eventgrid.azure.net"])))
        #expect(free.contains { $0.name == "WebHook-Allowed-Rate" && $0.value == "*" })
        #expect(EventGridHandshake.optionsAnswer(headers: lookup([:])) == nil)
    }
}
