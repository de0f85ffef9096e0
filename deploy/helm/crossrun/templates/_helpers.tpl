{{/* Name of a part; takes a list of the root and the part. */}}
{{- define "crossrun.name" -}}
{{ printf "%s-%s" (index . 0).Release.Name (index . 1) | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Labels by which a part's pods are selected. */}}
{{- define "crossrun.selector" -}}
app.kubernetes.io/name: crossrun
app.kubernetes.io/instance: {{ (index . 0).Release.Name }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}

{{- define "crossrun.labels" -}}
{{ include "crossrun.selector" . }}
app.kubernetes.io/version: {{ (index . 0).Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
helm.sh/chart: {{ printf "%s-%s" (index . 0).Chart.Name (index . 0).Chart.Version }}
{{- end }}

{{- define "crossrun.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Everything of a pod that does not differ between worker and API; takes root, part and the part's values. */}}
{{- define "crossrun.pod" -}}
{{- $root := index . 0 }}
{{- $part := index . 1 }}
serviceAccountName: {{ include "crossrun.name" (list $root $part) }}
automountServiceAccountToken: false
enableServiceLinks: false
{{- with $root.Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
securityContext:
  runAsNonRoot: true
  runAsUser: 10001
  runAsGroup: 10001
  fsGroup: 10001
  seccompProfile: {type: RuntimeDefault}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "crossrun.selector" (list $root $part) | nindent 8 }}
{{- end }}

{{/* Everything of a container that does not differ; takes root, part and the part's values. */}}
{{- define "crossrun.container" -}}
{{- $root := index . 0 }}
{{- $part := index . 1 }}
{{- $values := index . 2 }}
name: {{ $part }}
image: {{ include "crossrun.image" $root }}
imagePullPolicy: {{ $root.Values.image.pullPolicy }}
args: [{{ $part }}, --config, /etc/crossrun/{{ $part }}.yml]
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
env:
  - name: TEMPORAL_ADDRESS
    value: {{ $root.Values.temporal.address | quote }}
  - name: TEMPORAL_NAMESPACE
    value: {{ $root.Values.temporal.namespace | quote }}
  {{- if $root.Values.temporal.tlsSecret }}
  - name: TEMPORAL_TLS_CLIENT_CERT_PATH
    value: /etc/crossrun/temporal/tls.crt
  - name: TEMPORAL_TLS_CLIENT_KEY_PATH
    value: /etc/crossrun/temporal/tls.key
  - name: TEMPORAL_TLS_SERVER_CA_CERT_PATH
    value: /etc/crossrun/temporal/ca.crt
  {{- end }}
  {{- with $root.Values.temporal.apiKeySecret }}
  - name: TEMPORAL_API_KEY
    valueFrom:
      secretKeyRef: {name: {{ . }}, key: apiKey}
  {{- end }}
{{- with $values.envSecrets }}
envFrom:
  {{- range . }}
  - secretRef: {name: {{ . }}}
  {{- end }}
{{- end }}
volumeMounts:
  - name: config
    mountPath: /etc/crossrun/{{ $part }}.yml
    subPath: {{ $part }}.yml
    readOnly: true
  - name: tmp
    mountPath: /tmp
  {{- if $values.keysSecret }}
  - name: keys
    mountPath: /etc/crossrun/keys
    readOnly: true
  {{- end }}
  {{- if $root.Values.temporal.tlsSecret }}
  - name: temporal-tls
    mountPath: /etc/crossrun/temporal
    readOnly: true
  {{- end }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
{{- end }}

{{- define "crossrun.volumes" -}}
{{- $root := index . 0 }}
{{- $part := index . 1 }}
{{- $values := index . 2 }}
- name: config
  configMap: {name: {{ include "crossrun.name" (list $root $part) }}}
- name: tmp
  emptyDir: {}
{{- if $values.keysSecret }}
- name: keys
  secret: {secretName: {{ $values.keysSecret }}, defaultMode: 0440}
{{- end }}
{{- if $root.Values.temporal.tlsSecret }}
- name: temporal-tls
  secret: {secretName: {{ $root.Values.temporal.tlsSecret }}, defaultMode: 0440}
{{- end }}
{{- end }}
