import AsyncHTTPClient
import CallModel
import Foundation
import NIOCore
import NIOHTTP1

/// A server that speaks JSON: the emulator's control API, or the runtime's.
struct JSONClient {
    /// Why a request failed.
    struct Fault: Error {
        var message: String
        var isUnreachable: Bool
        /// What the server answered, where it did.
        var status: Int?
        /// See `status`; nil when it was no JSON.
        var body: JSONValue?
    }

    /// Such as `http://127.0.0.1:8081/emulator/v1/`.
    let base: String
    /// What to say when nobody answers there.
    let hint: String
    var token: String?
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: atOnce)

    /// Where nobody listens, a person is told so at once, and not after ten seconds of trying.
    private static var atOnce: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    /// The emulator's control API at an address.
    static func emulator(_ address: String) -> JSONClient {
        JSONClient(
            base: "\(address)/emulator/v1/",
            hint: "there is no emulator at \(address); start one with 'hookswitch dev flows', or name another with "
                + "--emulator")
    }

    /// The runtime at an address.
    static func runtime(_ address: String, token: String?) -> JSONClient {
        JSONClient(
            base: "\(address)/v1/",
            hint: "there is no runtime at \(address); start one with 'hookswitch dev flows', or name another with "
                + "--runtime", token: token)
    }

    func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
    }

    func get(_ path: String) async throws -> JSONValue { try await send(.GET, path, nil) }

    func post(_ path: String, _ body: JSONValue) async throws -> JSONValue { try await send(.POST, path, body) }

    private func send(_ method: HTTPMethod, _ path: String, _ body: JSONValue?) async throws -> JSONValue {
        var request = HTTPClientRequest(url: base + path)
        request.method = method
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body.encoded))
        }
        let response: HTTPClientResponse
        let bytes: [UInt8]
        do {
            response = try await client.execute(request, timeout: .seconds(90))
            bytes = Array((try await response.body.collect(upTo: 16 << 20)).readableBytesView)
        } catch {
            throw Fault(message: hint, isUnreachable: true)
        }
        let json = (try? JSONValue(parsing: bytes)) ?? .null
        guard (200..<300).contains(response.status.code) else {
            throw Fault(
                message: json["error"]?["message"]?.stringValue ?? json["message"]?.stringValue
                    ?? "the server answered \(response.status.code)", isUnreachable: false,
                status: Int(response.status.code), body: json == .null ? nil : json)
        }
        return json
    }
}
