// Sends events with the public Go SDK of CDEvents, unmodified: its requests, byte for byte, are what cdeventsGoSdk.spec.ts replays.
//
//	go run . > requests.json      records them
//	go run . URL                  sends them to an integration's address
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	api "github.com/cdevents/sdk-go/pkg/api"
	v05 "github.com/cdevents/sdk-go/pkg/api/v05"
	cloudevents "github.com/cloudevents/sdk-go/v2"
)

const artifact = "pkg:oci/search@sha256%3A0b31527?tag=v7"

var environment = &api.Reference{Id: "production", Source: "https://cd.example"}
var service = &api.Reference{Id: "/apps/search", Source: "https://cd.example"}

type request struct {
	Headers map[string]string `json:"headers"`
	Body    string            `json:"body"`
}

func must[T any](value T, err error) T {
	if err != nil {
		panic(err)
	}
	return value
}

// What every event says, whatever it is about.
func said[E api.CDEvent](event E, id string, subject string) E {
	event.SetSource("https://monitor.example/")
	event.SetId(id)
	event.SetTimestamp(time.Date(2026, 11, 23, 9, 2, 0, 0, time.UTC))
	event.SetSubjectId(subject)
	return event
}

func events() []api.CDEvent {
	detected := said(must(v05.NewIncidentDetectedEvent()), "detected", "slow-search")
	detected.SetSubjectDescription("Too slow")
	detected.SetSubjectEnvironment(environment)
	detected.SetSubjectService(service)
	detected.SetSubjectArtifactId(artifact)
	if err := detected.SetCustomData("application/json", map[string]string{"severity": "critical"}); err != nil {
		panic(err)
	}
	reported := said(must(v05.NewIncidentReportedEvent()), "reported", "a-customer-called")
	reported.SetSubjectDescription("Nothing is found")
	reported.SetSubjectEnvironment(environment)
	reported.SetSubjectService(service)
	reported.SetSubjectArtifactId(artifact)
	reported.SetSubjectTicketURI("https://tickets.example/4711")
	resolved := said(must(v05.NewIncidentResolvedEvent()), "resolved", "slow-search")
	resolved.SetSubjectDescription("Fast again")
	resolved.SetSubjectEnvironment(environment)
	resolved.SetSubjectService(service)
	resolved.SetSubjectArtifactId(artifact)
	deployed := said(must(v05.NewServiceDeployedEvent()), "deployed", "/apps/search")
	deployed.SetSubjectEnvironment(environment)
	deployed.SetSubjectArtifactId(artifact)
	rolledback := said(must(v05.NewServiceRolledbackEvent()), "rolledback", "/apps/search")
	rolledback.SetSubjectEnvironment(environment)
	rolledback.SetSubjectArtifactId("pkg:oci/search@sha256%3A0b31526?tag=v6")
	queued := said(must(v05.NewPipelineRunQueuedEvent()), "queued", "run-1")
	queued.SetSubjectPipelineName("search")
	return []api.CDEvent{detected, reported, resolved, deployed, rolledback, queued}
}

// Every other one in the binary content mode.
func send(target string) {
	client := must(cloudevents.NewClientHTTP())
	for place, event := range events() {
		ctx := cloudevents.ContextWithTarget(context.Background(), target)
		if place%2 == 0 {
			ctx = cloudevents.WithEncodingBinary(ctx)
		} else {
			ctx = cloudevents.WithEncodingStructured(ctx)
		}
		result := client.Send(ctx, *must(api.AsCloudEvent(event)))
		fmt.Fprintln(os.Stderr, event.GetType(), "accepted:", cloudevents.IsACK(result), result)
	}
}

func main() {
	if len(os.Args) > 1 {
		send(os.Args[1])
		return
	}
	var requests []request
	server := httptest.NewServer(http.HandlerFunc(func(response http.ResponseWriter, received *http.Request) {
		headers := map[string]string{}
		for name, values := range received.Header {
			if strings.HasPrefix(name, "Ce-") || name == "Content-Type" {
				headers[strings.ToLower(name)] = values[0]
			}
		}
		requests = append(requests, request{headers, string(must(io.ReadAll(received.Body)))})
		response.WriteHeader(http.StatusAccepted)
	}))
	defer server.Close()
	send(server.URL)
	encoder := json.NewEncoder(os.Stdout)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(requests); err != nil {
		panic(err)
	}
}
