import CallModel
import Testing

@testable import FlowEngine

struct WebFunctionTests {
    private func request(_ code: String, environment: FlowEnvironment = Self.environment) throws -> FlowWebRequest {
        let driver = try InstanceDriver.handling(code, environment: environment)
        guard case .web(let request)? = driver.asks.first?.request else {
            Issue.record("no request: \(driver.failures)")
            throw InstanceDriver.NoAction(failures: driver.failures.map(\.message))
        }
        return request
    }

    private static var environment: FlowEnvironment {
        var environment = FlowEnvironment()
        environment.web = FlowWebRules(
            allowedHosts: ["*.example.com"].compactMap { HostPattern($0) }, secrets: ["CRM", "PW"])
        return environment
    }

    @Test func aGetHasItsAddressAndHeaders() throws {
        let asked = try request(
            "http.get('https://crm.example.com/a', { query = { q = 'a b&c', n = 2 }, headers = { camelCase = 'x' }, "
                + "bearer = http.secret('CRM'), timeout = 3, max_bytes = 10 })")
        #expect(
            asked.request
                == WebRequest(
                    method: "GET", url: "https://crm.example.com/a?n=2&q=a%20b%26c",
                    headers: [.init("camelCase", .text("x")), .init("Authorization", .bearer(.secret("CRM")))],
                    maxBytes: 10))
        #expect(asked.timeLimit == 3)
        #expect(asked.place == "test/main.lua:2")
    }

    @Test(
        arguments: [
            (
                "json = { Name = 'x', list = { 1, 2 }, empty = {} }", #"{"Name":"x","empty":{},"list":[1,2]}"#,
                "application/json"
            ),
            ("json = { a = json.null(), b = json.empty_list() }", #"{"a":null,"b":[]}"#, "application/json"),
            ("form = { b = true, a = 'ü &' }", "a=%C3%BC%20%26&b=true", "application/x-www-form-urlencoded"),
            ("body = 'as it is'", "as it is", nil),
        ] as [(String, String, String?)])
    func aPostHasItsBody(options: String, body: String, type: String?) throws {
        let asked = try request("http.post('https://crm.example.com/', { \(options) })").request
        #expect(asked.body == body)
        #expect(asked.headers == (type.map { [.init("Content-Type", .text($0))] } ?? []))
        #expect(asked.repeatClass == .outside)
    }

    @Test func aRequestHasAnyMethod() throws {
        let asked = try request(
            "http.request { method = 'PATCH', url = 'https://crm.example.com/', idempotency_key = 'k', "
                + "basic = { user = 'u', password = http.secret('PW') } }"
        ).request
        #expect(asked.method == "PATCH")
        #expect(asked.idempotencyKey == "k")
        #expect(asked.headers == [.init("Authorization", .basic(user: "u", password: .secret("PW")))])
    }

    @Test(arguments: [
        ("http.get('crm.example.com')", "'url': \"crm.example.com\" has no https://"),
        ("http.get('https://other.test/')", "the host other.test may not be asked; --http-allow names *.example.com"),
        ("http.get('https://u:p@crm.example.com/')", "use the option basic or bearer"),
        ("http.get('https://crm.example.com/', { header = {} })", "unknown option 'header'; did you mean 'headers'?"),
        ("http.get('https://crm.example.com/', { headers = { ['a b'] = 'x' } })", "is no name of a header"),
        ("http.get('https://crm.example.com/', { headers = { a = 'x\\r\\ny: z' } })", "'headers.a' has a line break"),
        ("http.get('https://crm.example.com/', { headers = { Host = 'x' } })", "Host is written by the client itself"),
        ("http.get('https://crm.example.com/', { headers = { a = 1 } })", "'headers.a' must be"),
        ("http.post('https://crm.example.com/', { json = {}, body = '' })", "'json' and 'body' are both a body"),
        ("http.request { method = 'GET', url = 'https://crm.example.com/', body = 'x' }", "a GET has no body"),
        (
            "http.post('https://crm.example.com/', { json = { f = function() end } })",
            "'json': a function cannot be JSON"
        ),
        ("http.post('https://crm.example.com/', { json = { 1, a = 2 } })", "either names, or numbers without gaps"),
        ("http.post('https://crm.example.com/', { body = ('x'):rep(262145) })", ""),
        ("http.get('https://crm.example.com/', { bearer = 'x', headers = { authorization = 'y' } })", "give one of"),
        ("http.get('https://crm.example.com/', { timeout = 0 })", "'timeout' must be from 0.1 to 300"),
        ("http.secret('CMR')", "there is no secret 'CMR'; give it with --secret CMR=VARIABLE or HOOKSWITCH_SECRET_CMR"),
        ("http.request { url = 'https://crm.example.com/' }", "option 'method' is missing"),
    ])
    func aMistakeIsRaisedAtItsLine(code: String, sentence: String) throws {
        let driver = try InstanceDriver.handling(code, environment: Self.environment)
        #expect(driver.asks.isEmpty)
        if sentence.isEmpty {
            #expect(driver.stops.count + driver.failures.count == 1)
            return
        }
        let failure = try #require(driver.failures.first)
        #expect(failure.message.contains(sentence), "\(failure.message)")
        #expect(failure.line == 2)
    }

    @Test func aSecretCannotBeRead() throws {
        let driver = try InstanceDriver.handling(
            """
            local secret = http.secret('CRM')
            log.info(type(secret)) log.info(tostring(secret)) log.info('x', { secret = secret })
            log.info(tostring(pcall(json.encode, { secret })))
            log.info(tostring(secret == http.secret('CRM'))) log.info(tostring(secret == http.secret('PW')))
            """, environment: Self.environment)
        #expect(driver.failures.isEmpty)
        #expect(driver.said[0] == "table")
        #expect(driver.said.dropFirst(3) == ["false", "true", "false"])
        #expect(driver.logs.allSatisfy { $0.fields.allSatisfy { !$0.value.contains("CRM") } })
    }

    @Test func anAnswerIsATable() throws {
        let driver = try InstanceDriver.handling(
            """
            local res, err = http.get('https://crm.example.com/')
            log.info(res.status .. ' ' .. res.headers['content-type'] .. ' ' .. res.body)
            log.info(res.json.callConnectionId .. ' ' .. #res.json.list .. ' ' .. tostring(res.json.list[2] == json.null()))
            log.info(tostring(res.json.none) .. ' ' .. tostring(err))
            """, environment: Self.environment)
        let body = #"{"callConnectionId":"as written","list":[1,null,3],"none":null}"#
        guard
            case .answered(let status, let bytes) = WebResponse(
                status: 404, headers: [("Content-Type", "application/json")], body: body
            ).result
        else { return }
        driver.settle(1, .webResponse(status: status, body: bytes))
        #expect(driver.failures.isEmpty, "\(driver.failures)")
        #expect(driver.said == ["404 application/json \(body)", "as written 3 true", "nil nil"])
    }

    /// A quarter of a megabyte of JSON can be ten as tables.
    @Test(arguments: [
        "[" + String(repeating: "{},", count: 80_000) + "1]", "[" + String(repeating: "1,", count: 120_000) + "1]",
        String(repeating: "[", count: 100_000), "{\"a\":", "", "[1,]",
    ])
    func jsonThatIsBadOrTooMuchIsToldAndStopsNobody(body: String) throws {
        let driver = try InstanceDriver.handling(
            "local res = http.get('https://crm.example.com/') log.info(tostring(res.json) .. #res.body) "
                + "log.info(#res.json_error > 10 and 'told' or 'not')", environment: Self.environment)
        guard
            case .answered(let status, let bytes) = WebResponse(
                status: 200, headers: [("content-type", "application/json")], body: body
            ).result
        else { return }
        driver.settle(1, .webResponse(status: status, body: bytes))
        #expect(driver.stops.isEmpty, "\(driver.stops)")
        #expect(driver.said == ["nil\(body.utf8.count)", "told"])
    }

    @Test func rulesOfTheWebAreKeptWithTheEnvironment() throws {
        let environment = Self.environment
        #expect(try FlowEnvironment(decoding: environment.encoded) == environment)
        var anyName = environment
        anyName.web.secrets = nil
        #expect(try FlowEnvironment(decoding: anyName.encoded) == anyName)
        // What was kept before there were such rules keeps its name.
        #expect(!String(decoding: FlowEnvironment().encoded, as: UTF8.self).contains("web"))
    }
}
