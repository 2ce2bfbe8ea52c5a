import AsyncHTTPClient
import NIOCore

/// Brings one callback event to the application (protocol reference, 7.1).
struct CallbackSender: Sendable {
    let client: HTTPClient?
    let configuration: EmulatorConfiguration

    /// Tries as often as configured, with the same event id. Returns why it failed, or nil.
    /// - Parameter tried: is told of each try.
    func send(_ delivery: CallbackDelivery, tried: @Sendable (DeliveryTry) -> Void = { _ in }) async -> String? {
        guard let client else { return "the emulator is not running" }
        var request = HTTPClientRequest(url: delivery.address)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json; charset=utf-8")
        // The place for `Authorization: Bearer …`, signed anew for each event (protocol reference, section 9).
        request.body = .bytes(delivery.body)
        var reason = ""
        for attempt in 1...max(1, configuration.callbackTries) {
            if attempt > 1 {
                do { try await Task.sleep(for: .seconds(configuration.callbackRetryDelay)) } catch { return nil }
            }
            do {
                let response = try await client.execute(request, timeout: .seconds(10))
                // Read to the end, so that the connection can be used again.
                _ = try? await response.body.collect(upTo: 1 << 20)
                let status = Int(response.status.code)
                tried(DeliveryTry(number: attempt, outcome: .answered(status)))
                if (200..<300).contains(status) { return nil }
                reason = "\(delivery.address.withoutQuery) answered \(status)"
                if status < 500, status != 408, status != 429 { return reason }
            } catch {
                tried(DeliveryTry(number: attempt, outcome: .fault("\(error)")))
                if Task.isCancelled { return nil }
                reason = "\(delivery.address.withoutQuery) cannot be reached (\(error))"
            }
        }
        return reason
    }
}

extension String {
    /// An address without its query, which may hold a secret.
    var withoutQuery: String { String(prefix { $0 != "?" }) }
}
