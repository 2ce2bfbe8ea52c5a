import CallModel
import Testing

@testable import FlowEngine

struct StoreFunctionTests {
    @Test(
        arguments: [
            ("store.get('k')", StoreRequest(key: "k", .get)),
            ("store.set('k', { Name = 1 }, { expires = 60 })", StoreRequest(key: "k", .set(["Name": 1]), expires: 60)),
            ("store.set('k', false)", StoreRequest(key: "k", .set(false))),
            ("store.delete('k')", StoreRequest(key: "k", .delete)),
            ("store.incr('k')", StoreRequest(key: "k", .increment(by: 1))),
            ("store.incr('k', -2.5, { expires = 1 })", StoreRequest(key: "k", .increment(by: -2.5), expires: 1)),
            ("store.compare_and_set('k', nil, 'x')", StoreRequest(key: "k", .compareAndSet(expected: nil, new: "x"))),
            ("store.compare_and_set('k', {}, nil)", StoreRequest(key: "k", .compareAndSet(expected: [:], new: nil))),
        ])
    func aStepHasItsParts(code: String, wanted: StoreRequest) throws {
        let driver = try InstanceDriver.handling(code)
        guard case .store(let request)? = driver.asks.first?.request else {
            Issue.record("no step: \(driver.failures)")
            return
        }
        #expect(request == wanted)
    }

    @Test(arguments: [
        ("store.get('')", "'key' has 1 to 256 bytes, not 0"), ("store.get(('k'):rep(257))", "not 257"),
        ("store.get()", "'key' is missing"), ("store.set('k')", "'value' is missing"),
        ("store.set('k', function() end)", "'value' must be"), ("store.incr('k', 'x')", "'by' must be a number"),
        ("store.set('k', ('x'):rep(65536))", "is 65538 bytes as JSON, and 65536 is the limit"),
        ("store.set('k', 1, { expires = 0 })", "'expires' must be"),
        ("store.set('k', 1, { expire = 1 })", "unknown option 'expire'; did you mean 'expires'?"),
        ("local t = {} for i = 1, 120 do t = { t } end store.set('k', t)", "is nested deeper"),
    ])
    func aMistakeIsRaised(code: String, sentence: String) throws {
        let driver = try InstanceDriver.handling(code)
        #expect(driver.asks.isEmpty)
        let failure = try #require(driver.failures.first)
        #expect(failure.message.contains(sentence), "\(failure.message)")
    }

    @Test func whatIsStoredKeepsItsNames() throws {
        let driver = try InstanceDriver.handling(
            "local v, err = store.get('k') log.info(v.callConnectionId .. #v.list) v = store.get('k') log.info(tostring(v))"
        )
        driver.settle(1, .plain(["callConnectionId": "x", "list": [1, 2]]))
        driver.settle(1, .plain(.null))
        #expect(driver.said == ["x2", "nil"])
    }

    @Test(
        arguments: [
            ("json.encode { b = 1, a = { 1.5, true, 'x' } }", #"{"a":[1.5,true,"x"],"b":1}"#),
            ("json.encode(nil)", "null"), ("json.encode {}", "{}"), ("json.encode(json.empty_list())", "[]"),
            ("json.encode(json.decode('[1,null,{\"K\":[]}]'))", #"[1,null,{"K":{}}]"#),
            ("select(2, json.decode('{')).reason", "malformed"),
            ("tostring(json.decode('null') == json.null())", "true"),
        ])
    func jsonIsWrittenAndRead(code: String, text: String) throws {
        let driver = try InstanceDriver.handling("log.info(\(code))")
        #expect(driver.said == [text], "\(driver.failures)")
    }
}
