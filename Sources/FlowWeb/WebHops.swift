import AsyncHTTPClient
import CallModel
import NIOCore
import NIOHTTP1

/// One try of a request: from server to server, as redirects lead, with the same checks before each.
struct WebHops: Sendable {
    let policy: WebPolicy
    let secrets: WebSecrets
    let resolver: any HostResolver
    let shelf: ClientShelf

    /// Addresses of one host that are tried when nobody listens.
    private static let mostAddresses = 3

    /// A request as it leaves for one server.
    private struct Hop {
        var method: String
        var url: WebURL
        var headers: [WebRequest.Header]
        var body: String
    }

    func run(_ request: WebRequest, _ progress: WebProgress) async -> SendResult {
        var hidden: [(text: String, name: String)] = []
        do {
            return try await run(request, progress, &hidden).result
        } catch let fault as SendFault {
            return .fault(SendFault(fault.kind, WebSecrets.hidden(fault.message, hidden), reason: fault.reason))
        } catch {
            let fault = WebFaults.fault(error, mayHaveRun: progress.mayHaveRun)
            return .fault(SendFault(fault.kind, WebSecrets.hidden(fault.message, hidden), reason: fault.reason))
        }
    }

    private func run(
        _ request: WebRequest, _ progress: WebProgress, _ hidden: inout [(text: String, name: String)]
    ) async throws -> WebResponse {
        guard let first = try? WebURL(request.url) else {
            throw SendFault(.notSent, "this address cannot be read", reason: .invalidRequest)
        }
        var hop = Hop(method: request.method, url: first, headers: request.headers, body: request.body)
        /// Whether a server has taken what only the flow may repeat, and sent us on for its answer.
        var hasActed = false
        for turn in 0...max(0, request.redirects) {
            let kind: SendFault.Kind = hasActed ? .unknown : .notSent
            let addresses = try await addresses(of: hop.url.host, kind)
            let headers = try headers(of: hop, kind, &hidden)
            let answer = try await ask(hop, headers, addresses, request, progress, hasActed: hasActed)
            guard let next = answer.location else {
                return WebResponse(
                    status: answer.status,
                    headers: answer.headers.map { ($0.name, WebSecrets.hidden($0.value, hidden)) },
                    body: WebSecrets.hidden(answer.body, hidden),
                    url: turn == 0 ? nil : WebSecrets.hidden(hop.url.text, hidden))
            }
            guard turn < request.redirects else {
                throw SendFault(.unknown, "more than \(request.redirects) redirects", reason: .malformed)
            }
            hasActed = try follow(next, of: answer.status, &hop) || hasActed
        }
        throw SendFault(.unknown, "the redirects do not end", reason: .malformed)
    }

    /// The next hop of a redirect.
    /// - Returns: whether the server may have acted before it sent us on.
    private func follow(_ location: String, of status: Int, _ hop: inout Hop) throws -> Bool {
        let next: WebURL
        do throws(WebURL.Fault) {
            next = try hop.url.resolving(location)
        } catch {
            throw SendFault(.unknown, "a redirect leads to an address that \(error.reason)", reason: .malformed)
        }
        guard next.scheme == "https" || hop.url.scheme == "http" else {
            throw SendFault(.unknown, "a redirect leads from https to http", reason: .refusedAddress)
        }
        let isSafe = ["GET", "HEAD", "OPTIONS"].contains(hop.method)
        let becomesGet = status == 303 && hop.method != "HEAD" || [301, 302].contains(status) && hop.method == "POST"
        if becomesGet {
            hop.method = "GET"
            hop.body = ""
            hop.headers.removeAll { $0.name.lowercased().hasPrefix("content-") }
        }
        if !next.hasSameOrigin(as: hop.url) {
            // What was given for one server is not another's.
            hop.headers.removeAll {
                $0.value.isCredential || ["authorization", "cookie", "idempotency-key"].contains($0.name.lowercased())
            }
        }
        hop.url = next
        return becomesGet && !isSafe
    }

    // MARK: - One hop

    private func addresses(of host: String, _ kind: SendFault.Kind) async throws -> [IPAddress] {
        if let refusal = policy.refusal(ofHost: host) { throw SendFault(kind, refusal, reason: .refusedAddress) }
        let found = await resolver.addresses(of: host)
        guard !found.isEmpty else {
            throw SendFault(kind, "no address is known for \(host)", reason: .unreachable)
        }
        // One that is refused is enough: whoever mixes them means no good.
        for address in found {
            if let refusal = policy.refusal(of: address, host: host) {
                throw SendFault(kind, refusal, reason: .refusedAddress)
            }
        }
        return found
    }

    private func headers(
        of hop: Hop, _ kind: SendFault.Kind, _ hidden: inout [(text: String, name: String)]
    ) throws -> HTTPHeaders {
        var headers = HTTPHeaders()
        for header in hop.headers {
            do {
                let (text, secret) = try secrets.header(header.value)
                hidden += secret
                headers.add(name: header.name, value: text)
            } catch let missing as WebSecrets.Missing {
                throw SendFault(kind, "the secret \(missing.name) is not set on this node", reason: .notSent)
            }
        }
        if !headers.contains(name: "User-Agent") { headers.add(name: "User-Agent", value: "hookswitch") }
        return headers
    }

    private struct Answer {
        var status: Int
        var headers: [(name: String, value: String)]
        var body: String
        /// Where a redirect leads.
        var location: String?
    }

    /// Asks one address after another while nobody listens there.
    private func ask(
        _ hop: Hop, _ headers: HTTPHeaders, _ addresses: [IPAddress], _ asked: WebRequest, _ progress: WebProgress,
        hasActed: Bool
    ) async throws -> Answer {
        var last: (any Error)?
        for address in addresses.prefix(Self.mostAddresses) {
            try Task.checkCancellation()
            do {
                progress.leaves()
                return try await shelf.with(hop.url.host, at: address) { client in
                    try await Self.ask(hop, headers, asked, client)
                }
            } catch {
                guard WebFaults.isBeforeSending(error) else { throw error }
                if !hasActed { progress.hasNotLeft() }
                last = error
            }
        }
        throw last ?? SendFault(.notSent, "nobody listens there", reason: .unreachable)
    }

    private static func ask(
        _ hop: Hop, _ headers: HTTPHeaders, _ asked: WebRequest, _ client: HTTPClient
    ) async throws -> Answer {
        let most = asked.maxBytes
        var request = HTTPClientRequest(url: hop.url.text)
        request.method = HTTPMethod(rawValue: hop.method)
        request.headers = headers
        if !hop.body.isEmpty { request.body = .bytes(ByteBuffer(string: hop.body)) }
        // The time limit is the whole try's, and cancels this.
        let response = try await client.execute(request, timeout: .seconds(3_600))
        let status = Int(response.status.code)
        // A flow that follows none gets it as it is.
        let isRedirect = asked.redirects > 0 && [301, 302, 303, 307, 308].contains(status)
        if isRedirect, let location = response.headers.first(name: "Location") {
            return Answer(status: status, headers: [], body: "", location: location)
        }
        let tooLarge = SendFault(.unknown, "the answer has more than \(most) bytes", reason: .tooLarge)
        if hop.method != "HEAD", let said = response.headers.first(name: "Content-Length").flatMap(Int.init),
            said > most
        {
            throw tooLarge
        }
        let size = response.headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard size <= 64 << 10 else {
            throw SendFault(.unknown, "the answer has \(size) bytes of headers", reason: .tooLarge)
        }
        var body = ByteBuffer()
        for try await part in response.body {
            guard body.readableBytes + part.readableBytes <= most else { throw tooLarge }
            body.writeImmutableBuffer(part)
        }
        let text = String(decoding: body.readableBytesView, as: UTF8.self)
        // Bytes that are no text are longer as the signs that stand for them.
        guard text.utf8.count <= most else {
            throw SendFault(.unknown, "the answer is no text, and too long to be shown as one", reason: .tooLarge)
        }
        return Answer(status: status, headers: response.headers.map { ($0.name, $0.value) }, body: text)
    }
}
