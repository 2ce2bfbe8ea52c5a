import AsyncHTTPClient
import CallAutomation
import CallModel
import Foundation
import Logging
import NIOCore
import NIOHTTP1

@testable import CallEmulator

/// A running emulator, and a client that signs.
struct HTTPBench: Sendable {
    let emulator: CallEmulator
    let address: CallEmulator.Address

    static func with<Value: Sendable>(
        _ configure: (inout EmulatorConfiguration) -> Void = { _ in },
        _ body: (HTTPBench) async throws -> Value
    ) async throws -> Value {
        var configuration = EmulatorConfiguration()
        configuration.mediaSpeed = 20
        configuration.callbackRetryDelay = 0.01
        configuration.gridRetryDelays = [0.01]
        configure(&configuration)
        let emulator = try CallEmulator(
            configuration: configuration, logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let bench = HTTPBench(emulator: emulator, address: try await emulator.start())
        do {
            let value = try await body(bench)
            await emulator.stop()
            return value
        } catch {
            await emulator.stop()
            throw error
        }
    }

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let bytes: [UInt8]
        var json: JSONValue? { try? JSONValue(parsing: bytes) }
    }

    /// A request to the control API.
    func control(
        _ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil, headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        try await send(method, "/emulator/v1/" + path, body?.encoded ?? [], headers)
    }

    /// A signed request to the service.
    func service(_ method: HTTPMethod, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let connection = try ConnectionString(await emulator.connectionString ?? "")
        let target = "/calling/\(path)?api-version=2026-03-12"
        let bytes = body?.encoded ?? []
        let date = HTTPDate.format(Date().timeIntervalSince1970)
        let hash = AccessKey.contentHash(bytes)
        let text = AccessKey.stringToSign(
            method: method.rawValue, pathAndQuery: target, date: date, host: "\(address.host):\(address.port)",
            contentHash: hash)
        let signature = connection.accessKey.signature(of: text)
        let headers: HTTPHeaders = [
            "x-ms-date": date, "x-ms-content-sha256": hash,
            "authorization": "HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=\(signature)",
            "content-type": "application/json",
        ]
        return try await send(method, target, bytes, headers)
    }

    func send(
        _ method: HTTPMethod, _ target: String, _ body: [UInt8] = [], _ headers: HTTPHeaders = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address.url + target)
        request.method = method
        request.headers = headers
        if !body.isEmpty { request.body = .bytes(body) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 1 << 22)
        return Answer(
            status: Int(response.status.code), headers: response.headers, bytes: Array(bytes.readableBytesView))
    }

    /// Subscribes a webhook, lets a phone dial, and answers; returns the call and its connection.
    func connectedCall(
        _ webhook: Webhook, press: [String] = [], from number: String = CoreBench.caller
    ) async throws -> (call: String, connection: String) {
        _ = await emulator.subscribe(GridSubscription(endpoint: webhook.url + "/grid"))
        let dialed = try await control(
            .POST, "phones/\(number)/dial",
            ["to": .string(CoreBench.service), "press": .array(press.map(JSONValue.string))])
        let incoming = try await webhook.event("IncomingCall")
        let answered = try await service(
            .POST, "callConnections:answer",
            [
                "incomingCallContext": incoming.event?["data"]?["incomingCallContext"],
                "callbackUri": .string(webhook.url + "/calls"),
            ])
        _ = try await webhook.event("CallConnected")
        return (
            dialed.json?["call_id"]?.stringValue ?? "", answered.json?["callConnectionId"]?.stringValue ?? ""
        )
    }

    /// Reads the timeline to the end of the call by long polls.
    func wholeTimeline(_ call: String) async throws -> [String] {
        var kinds: [String] = []
        for _ in 0..<50 {
            let page = try await control(.GET, "calls/\(call)/timeline?after=\(kinds.count)&wait=10")
            kinds += page.json?["entries"]?.arrayValue?.compactMap { $0["kind"]?.stringValue } ?? []
            if page.json?["ended"] == true { break }
        }
        return kinds
    }
}
