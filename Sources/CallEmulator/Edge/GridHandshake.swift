import AsyncHTTPClient
import CallModel
import Foundation
import NIOCore
import NIOHTTP1

/// The handshake with the webhooks of Event Grid subscriptions (protocol reference, 8.3).
struct GridHandshake: Sendable {
    let client: HTTPClient?
    let topic: String

    /// Does the handshake. Returns why the webhook is not validated, or nil.
    func validate(_ subscription: GridSubscription, code: String, link: String) async -> String? {
        switch subscription.schema {
        case .eventGrid: await validateByEvent(subscription.endpoint, code, link)
        case .cloudEvents: await validateByOptions(subscription.endpoint)
        }
    }

    private func validateByEvent(_ endpoint: String, _ code: String, _ link: String) async -> String? {
        let event: JSONValue = [
            "id": .string(UUID().uuidString.lowercased()), "topic": .string(topic), "subject": "",
            "eventType": "Microsoft.EventGrid.SubscriptionValidationEvent",
            "eventTime": .string(EventTime.callback(Date().timeIntervalSince1970)),
            "data": ["validationCode": .string(code), "validationUrl": .string("\(link)?code=\(code)")],
            "dataVersion": "2", "metadataVersion": "1",
        ]
        let headers = [
            ("content-type", "application/json; charset=utf-8"), ("aeg-event-type", "SubscriptionValidation"),
        ]
        switch await exchange(.POST, endpoint, headers, JSONValue.array([event]).encoded) {
        case .failure(let failure): return failure.description
        case .success(let answer):
            guard answer.status == 200 else { return "it answered the validation event with \(answer.status), not 200" }
            let response = (try? JSONValue(parsing: answer.body))?["validationResponse"]?.stringValue
            return response == code ? nil : "its answer has no validationResponse with the code of the event"
        }
    }

    private func validateByOptions(_ endpoint: String) async -> String? {
        let origin = "eventgrid.azure.net"
        switch await exchange(.OPTIONS, endpoint, [("webhook-request-origin", origin)], []) {
        case .failure(let failure): return failure.description
        case .success(let answer):
            guard answer.status == 200 else { return "it answered OPTIONS with \(answer.status), not 200" }
            let isAllowed = answer.allowedOrigin == "*" || answer.allowedOrigin?.lowercased() == origin
            return isAllowed ? nil : "its answer to OPTIONS has no WebHook-Allowed-Origin for \(origin)"
        }
    }

    private struct Answer: Sendable {
        let status: Int
        let allowedOrigin: String?
        let body: [UInt8]
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private func exchange(
        _ method: HTTPMethod, _ address: String, _ headers: [(String, String)], _ body: [UInt8]
    ) async -> Result<Answer, Failure> {
        guard let client else { return .failure(Failure(description: "the emulator is not running")) }
        var request = HTTPClientRequest(url: address)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if !body.isEmpty { request.body = .bytes(body) }
        do {
            let response = try await client.execute(request, timeout: .seconds(30))
            let buffer = try await response.body.collect(upTo: 1 << 20)
            return .success(
                Answer(
                    status: Int(response.status.code),
                    allowedOrigin: response.headers.first(name: "webhook-allowed-origin"),
                    body: Array(buffer.readableBytesView)))
        } catch {
            return .failure(Failure(description: "it cannot be reached (\(error))"))
        }
    }
}
